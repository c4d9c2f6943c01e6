import type { LookerConnection } from '../../looker/looker-connection.js';
import { LookerError } from '../../looker/looker-error.js';
import { nearestNames } from '../../tools/catalogue/nearest-names.js';
import type { CallInstead, ToolResult } from '../../tools/run/tool-result.js';
import { isRecord } from '../../values/is-record.js';
import type { ExploreMetadata, ListedModel } from './explore-metadata.js';
import type { ExploreName } from './explore-name.js';

type Args = Readonly<Record<string, unknown>>;

/** A list that is shown when nothing is near. */
const NAMES_SHOWN_MAX = 20;
const PROBLEMS_MAX = 10;
const OTHER_EXPLORES =
  'Which explore has it is found with looker_lookml_explores_search_fields or search_fields, query alone.';
/** How old a list is at most from which a name is missing. */
export const MISSING_MS_MAX = 5_000;

/** Whether what came of a call may have failed for names that are not there. */
export function mayBeOfNames(work: ToolResult | CallInstead | LookerError): boolean {
  if (work instanceof LookerError) return work.fault === 'refused';
  return 'isError' in work && work.isError && work.isRefused !== true;
}

/**
 * Which of the names in a call do not exist on the instance, each with the nearest that do; empty where all exist, or where
 * it cannot be found out. For calls that Looker refused: most of them are right, and cost nothing.
 * @param ageMsMax how old what is kept may be before a name is said to be missing.
 */
export async function wrongNames(
  metadata: ExploreMetadata,
  connection: LookerConnection,
  args: unknown,
  ageMsMax = MISSING_MS_MAX,
): Promise<readonly string[]> {
  const { model, explore, fields } = namesIn((typeof args === 'object' && args !== null ? args : {}) as Args);
  if (model === undefined) return [];
  try {
    const isListed = (listed: readonly ListedModel[]) =>
      listed.some((one) => one.name === model && (explore === undefined || exploresIn(one).includes(explore)));
    const anew = { ageMsMax, onNews: () => metadata.renew(connection) };
    const models = await sureOf(isListed, anew, (age) => metadata.listModels(connection, age));
    // What Looker lists is not all that there is.
    const known = models.find(({ name }) => name === model) ?? (await metadata.findUnlisted(connection, model))[0];
    if (known === undefined)
      return [
        unknown(
          'model',
          model,
          models.map(({ name }) => name),
        ),
      ];
    if (explore === undefined) return [];
    if (!exploresIn(known).includes(explore)) return [unknown(`explore of ${model}`, explore, exploresIn(known))];
    const wrongIn = (present: readonly string[]) => {
      const isPresent = new Set(present);
      return fields.filter((name) => !isPresent.has(name));
    };
    const present = await sureOf(
      (names: readonly string[]) => wrongIn(names).length === 0,
      anew,
      async (age) => {
        const { fields: found } = await metadata.describe(connection, { model, explore }, age);
        return found.map(({ name }) => name);
      },
    );
    const wrong = wrongIn(present);
    return wrong.slice(0, PROBLEMS_MAX).map((name) => unknownField(`field of ${model}.${explore}`, name, present));
  } catch (error) {
    // Suggestions are a courtesy: without them the caller still has what Looker said.
    if (error instanceof LookerError) return [];
    throw error;
  }
}

/** The names of the fields of an explore; null where it cannot be read. */
export async function fieldNames(
  metadata: ExploreMetadata,
  connection: LookerConnection,
  explore: ExploreName,
): Promise<ReadonlySet<string> | null> {
  try {
    const { fields } = await metadata.describe(connection, explore);
    return new Set(fields.map(({ name }) => name));
  } catch (error) {
    if (error instanceof LookerError) return null;
    throw error;
  }
}

/** What is there, read anew where something is missing: it may have been added since, and then other things are news, too. */
async function sureOf<T>(
  isComplete: (known: T) => boolean,
  { ageMsMax, onNews }: { readonly ageMsMax: number; readonly onNews: () => void },
  read: (ageMsMax?: number) => Promise<T>,
): Promise<T> {
  const known = await read();
  if (isComplete(known)) return known;
  const again = await read(ageMsMax);
  if (isComplete(again)) onNews();
  return again;
}

const exploresIn = ({ explores }: ListedModel) => explores.map(({ name }) => name);

function unknown(kind: string, name: string, present: readonly string[]): string {
  const near = nearestNames(name, present);
  const shown = near.length > 0 ? near : present.slice(0, NAMES_SHOWN_MAX);
  const more = near.length === 0 && present.length > NAMES_SHOWN_MAX ? ', …' : '';
  const label = near.length > 0 ? 'Nearest' : 'There are';
  return `There is no ${kind} "${name.slice(0, 80)}". ${label}: ${shown.join(', ') || 'none'}${more}.`;
}

/** A name that is like none of the explore is often right, and of another one. */
function unknownField(kind: string, name: string, present: readonly string[]): string {
  const text = unknown(kind, name, present);
  return nearestNames(name, present).length > 0 ? text : `${text} ${OTHER_EXPLORES}`;
}

/** The names that a call gives, whatever its tool calls the arguments. Fields that the call defines itself are no names. */
function namesIn(args: Args) {
  const own = new Set(listOf(args.dynamic_fields).flatMap(definedName));
  const used = [
    ...texts(args.fields),
    ...texts(args.pivots),
    ...texts(args.fill_fields),
    ...texts(args.sorts).map((sort) => sort.trim().split(/\s+/)[0] ?? ''),
    ...Object.keys(isRecord(args.filters) ? args.filters : {}),
    ...texts([args.field_name]),
  ];
  return {
    model: firstText(args.model, args.lookml_model_name, args.model_name),
    explore: firstText(args.view, args.explore, args.explore_name, args.view_name),
    fields: [...new Set(used)].filter((name) => name !== '' && !own.has(name)),
  };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): string[] => listOf(value).filter((item) => typeof item === 'string');
const firstText = (...values: readonly unknown[]) => texts(values)[0];
const definedName = (field: unknown): string[] =>
  isRecord(field) ? texts([field.table_calculation, field.dimension, field.measure]) : [];
