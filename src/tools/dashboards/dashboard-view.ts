import type { JsonRecord } from '../../values/is-record.js';
import { filterFields, layoutFields, wholeTileFields } from '../catalogue/content-fields.js';
import type { ToolCall } from '../catalogue/tool.js';
import { recordsOf } from '../run/list-answer.js';
import { linkTo } from '../run/looker-links.js';
import { type DashboardLayout, placeOfElement, readLayouts } from './dashboard-layouts.js';
import { recordIn } from './known-dashboard.js';
import { argumentsOfQuery } from './saved-query.js';

/** The `fields` of Looker's operation `dashboard` that the view is made of. */
export const VIEW_FIELDS = [
  'id,title,description,folder(id,name),readonly,updated_at,certification_metadata(certification_status,notes)',
  `dashboard_filters(${filterFields})`,
  `dashboard_elements(${wholeTileFields},deleted)`,
  `dashboard_layouts(${layoutFields})`,
].join();

/** A dashboard in the words in which create_dashboard takes one, with the ids of its parts. */
export function dashboardView(call: Pick<ToolCall, 'webUrl'>, body: unknown, withCharts: boolean): JsonRecord {
  const dashboard = recordIn(body);
  const layouts = readLayouts(dashboard.dashboard_layouts);
  const { id, title, description, folder, certification_metadata: certified } = dashboard;
  const elements = recordsOf(dashboard.dashboard_elements).filter(({ deleted }) => deleted !== true);
  return filled({
    ...{ id, title, description, folder: recordIn(folder).name, folder_id: recordIn(folder).id },
    url: linkTo(call, 'dashboard', String(id)),
    certification: recordIn(certified).certification_status,
    tabs:
      layouts.length > 1 ? layouts.map(({ id: layoutId, label }) => ({ dashboard_layout_id: layoutId, label })) : null,
    filters: recordsOf(dashboard.dashboard_filters).map(filterView),
    tiles: elements.map((tile) => tileView(tile, layouts, withCharts)),
  });
}

const filterView = ({
  id,
  name,
  title,
  type,
  default_value,
  model,
  explore,
  dimension,
  required,
  listens_to_filters,
}: JsonRecord) =>
  filled({
    ...{ id, title, ...(name !== title && { name }), type, default_value, model, view: explore, dimension },
    ...{ required: required === true || null, listens_to_filters },
  });

function tileView(tile: JsonRecord, layouts: readonly DashboardLayout[], withCharts: boolean): JsonRecord {
  const maker = recordIn(tile.result_maker);
  const query = [tile.query, maker.query].map(recordIn).find(({ model }) => typeof model === 'string');
  const { vis_config, ...asked } = query === undefined ? {} : argumentsOfQuery(query);
  const chart = recordIn(vis_config ?? maker.vis_config);
  const found = placeOfElement(layouts, String(tile.id));
  const { id: component, elementId: _, ...place } = found?.component ?? {};
  const listens = recordsOf(maker.filterables).flatMap((each) => recordsOf(each.listen));
  return filled({
    ...{
      id: tile.id,
      title: tile.title ?? tile.title_text,
      look_id: tile.look_id,
      merge_result_id: tile.merge_result_id,
    },
    ...(typeof tile.look_id !== 'string' && asked),
    ...(withCharts ? { vis_config: chart } : { chart: chart.type }),
    ...{ body_text: tile.body_text, subtitle_text: tile.subtitle_text, note_text: tile.note_text },
    listen: Object.fromEntries(listens.map((each) => [each.dashboard_filter_name, each.field])),
    ...(layouts.length > 1 && { tab: found?.layout.label }),
    ...place,
    dashboard_layout_component_id: component,
  });
}

/** What has a value: Looker answers null and empty for most. */
const filled = (record: JsonRecord): JsonRecord =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => !isEmpty(value)));

const isEmpty = (value: unknown) =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);
