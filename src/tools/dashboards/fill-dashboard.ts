import { LookerError } from '../../looker/looker-error.js';
import type { JsonRecord } from '../../values/is-record.js';
import { sideBySide } from '../../values/side-by-side.js';
import type { ToolCall } from '../catalogue/tool.js';
import { recordId } from '../run/record-id.js';
import { lookerPath } from '../schema/path-segment.js';
import type { Place } from './arranged-tiles.js';
import { layoutsOf, placeElement } from './dashboard-layouts.js';
import { elementBody } from './element-body.js';
import type { PlannedFilter } from './planned-filters.js';
import type { Listening, PlannedTile } from './planned-tiles.js';
import { savedQueryId } from './saved-query.js';

export interface DashboardTile {
  readonly tile: PlannedTile;
  readonly listen: readonly Listening[];
  readonly place: Place;
}

/** A dashboard that was checked as a whole. */
export interface DashboardPlan {
  /** As Looker's operation `create_dashboard` takes it. */
  readonly body: JsonRecord;
  readonly filters: readonly PlannedFilter[];
  /** Labels of its tabs, where it has several. */
  readonly tabs: readonly string[];
  readonly tiles: readonly DashboardTile[];
}

const AT_ONCE_MAX = 4;

/** What could not be done, and why. */
export class StepFailed extends Error {
  constructor(
    readonly step: string,
    readonly reason: LookerError,
  ) {
    super(step);
  }
}

/** Says to a caller who waits how many parts are made. */
export class BuildingProgress {
  private done = 0;

  constructor(
    private readonly call: ToolCall,
    private readonly plan: DashboardPlan,
  ) {}

  made(part: string): void {
    this.done += 1;
    this.call.progress({ done: this.done, total: this.plan.filters.length + this.plan.tiles.length, message: part });
  }
}

async function inStep<Result>(step: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LookerError) throw new StepFailed(step, error);
    throw error;
  }
}

/** Stores the queries of tiles first: a query has no place and no name, and who refuses one leaves nothing behind. */
export async function storedQueries(
  call: ToolCall,
  tiles: readonly DashboardTile[],
): Promise<ReadonlyMap<PlannedTile, string>> {
  const ids = new Map<PlannedTile, string>();
  await sideBySide(tiles, AT_ONCE_MAX, async ({ tile }) => {
    const { content, label } = tile;
    if (content.kind !== 'query') return;
    const { query } = content;
    ids.set(tile, await inStep(label, () => savedQueryId(call, query)));
  });
  return ids;
}

/** Puts tabs, filters and tiles on a dashboard. @throws StepFailed */
export async function fillDashboard(
  call: ToolCall,
  id: string,
  plan: DashboardPlan,
  queryIds: ReadonlyMap<PlannedTile, string>,
  progress: BuildingProgress,
): Promise<void> {
  const post = (path: string, body: JsonRecord) =>
    call.send({ verb: 'POST', path, query: { fields: 'id' }, body: { dashboard_id: id, ...body } });
  const tabIds = await inStep('Its tabs', () => madeTabs(call, id, plan.tabs));
  for (const [row, { name, body }] of plan.filters.entries()) {
    await inStep(`Filter "${name}"`, () => post('/dashboard_filters', { ...body, row }));
    progress.made(`Filter ${name}`);
  }
  const elementIds: string[] = [];
  for (const { tile, listen } of plan.tiles) {
    const tab = plan.tabs.length === 0 ? undefined : tabIds.get(tile.args.tab ?? plan.tabs[0] ?? '');
    const body = {
      ...elementBody(tile, listen, queryIds.get(tile)),
      ...(tab !== undefined && { dashboard_layout_id: tab }),
    };
    elementIds.push(recordId((await inStep(tile.label, () => post('/dashboard_elements', body))).body));
    progress.made(`Tile ${tile.args.title ?? elementIds.length}`);
  }
  if (plan.tiles.length === 0) return;
  const layouts = await inStep('Its layout', () => layoutsOf(call, id));
  for (const [index, { tile, place }] of plan.tiles.entries()) {
    const layoutId = tabIds.get(tile.args.tab ?? plan.tabs[0] ?? '');
    await inStep(`Place of ${tile.label}`, () =>
      placeElement(call, layouts, elementIds[index] ?? '', { ...place, layoutId }),
    );
  }
}

/** The layout of each tab: the first is the one that a dashboard begins with. */
async function madeTabs(call: ToolCall, id: string, tabs: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  if (tabs.length === 0) return ids;
  const [first] = await layoutsOf(call, id);
  for (const [order, label] of tabs.entries()) {
    const isFirst = order === 0 && first !== undefined;
    const { body } = await call.send(
      isFirst
        ? {
            verb: 'PATCH',
            path: lookerPath`/dashboard_layouts/${first.id}`,
            query: { fields: 'id' },
            body: { label, order },
          }
        : {
            ...{ verb: 'POST', path: '/dashboard_layouts', query: { fields: 'id' } },
            body: { dashboard_id: id, type: 'newspaper', active: false, label, order },
          },
    );
    ids.set(label, recordId(body));
  }
  return ids;
}
