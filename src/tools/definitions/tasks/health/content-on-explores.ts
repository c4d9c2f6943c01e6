import type { ToolCall } from '../../../catalogue/tool.js';
import { askActivity, numberIn } from '../../../run/system-activity.js';

/** How many dashboards and Looks ask an explore, whether or not anybody opens them. */
export interface ContentCounts {
  readonly dashboards: number;
  readonly looks: number;
}

const PAIRS_MAX = 5000;
const NONE: ContentCounts = { dashboards: 0, looks: 0 };

/** The content that is on each explore, that in the trash left out: two requests for all of them. */
export async function contentByExplore(
  call: Pick<ToolCall, 'send'>,
): Promise<(model: string, explore: string) => ContentCounts> {
  const counted = async (kind: 'dashboard' | 'look') => {
    const { rows } = await askActivity(call, {
      explore: kind,
      columns: { model: 'query.model', explore: 'query.view', count: `${kind}.count` },
      filters: { [`${kind}.moved_to_trash`]: 'No', 'query.model': '-NULL' },
      limit: PAIRS_MAX,
    });
    return new Map(rows.map((row) => [`${row.model} ${row.explore}`, numberIn(row, 'count')]));
  };
  const [dashboards, looks] = await Promise.all([counted('dashboard'), counted('look')]);
  return (model, explore) => {
    const key = `${model} ${explore}`;
    return { ...NONE, dashboards: dashboards.get(key) ?? 0, looks: looks.get(key) ?? 0 };
  };
}
