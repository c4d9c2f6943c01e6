import { nearestNames } from '../catalogue/nearest-names.js';
import type { ExploreOfModel, ToolCall } from '../catalogue/tool.js';

/** The fields of the explores that a call is about, each asked for once. */
export class ExploreNames {
  private readonly known = new Map<string, Promise<ReadonlySet<string> | null>>();

  constructor(private readonly call: Pick<ToolCall, 'fields'>) {}

  /** Null where they cannot be read. */
  of(explore: ExploreOfModel): Promise<ReadonlySet<string> | null> {
    const key = JSON.stringify([explore.model, explore.explore]);
    const known = this.known.get(key) ?? this.call.fields.namesIn(explore);
    this.known.set(key, known);
    return known;
  }

  /** Why a field is none of an explore, in words; null where it is one, or nobody can tell. */
  async problemWith(field: string, explore: ExploreOfModel): Promise<string | null> {
    const names = await this.of(explore);
    if (names === null || names.has(field)) return null;
    const near = nearestNames(field, names);
    const hint = near.length === 0 ? '' : ` Nearest: ${near.join(', ')}.`;
    return `${explore.model}.${explore.explore} has no field "${field.slice(0, 80)}".${hint}`;
  }
}
