import { isRecord, type JsonRecord } from '../../values/is-record.js';
import type { PlacedTile } from './arranged-tiles.js';
import type { Listening, PlannedTile } from './planned-tiles.js';

/** What the place of a tile depends on. */
export function placedTile({ args, content }: PlannedTile): PlacedTile {
  const { row, column, width, height, body_text: text = '', fields = [], vis_config: vis } = args;
  const chart = String(isRecord(vis) ? vis.type : '');
  const isTable = chart === 'table' || chart === 'looker_grid';
  const kind = content.kind === 'text' ? 'text' : chart === 'single_value' ? 'value' : isTable ? 'table' : 'chart';
  return { kind, extent: kind === 'text' ? text.length : fields.length, asked: { row, column, width, height } };
}

/** A tile as Looker's operation `create_dashboard_element` takes it, but for the dashboard and its layout. */
export function elementBody(
  { args, content, explore }: PlannedTile,
  listen: readonly Listening[],
  queryId: string | undefined,
): JsonRecord {
  const { title, body_text, subtitle_text, note_text, note_display } = args;
  const note = {
    ...(note_text !== undefined && { note_text, note_display: note_display ?? 'hover', note_state: 'collapsed' }),
  };
  if (content.kind === 'text')
    return {
      type: 'text',
      title_text: title ?? '',
      body_text: body_text ?? '',
      ...(subtitle_text !== undefined && { subtitle_text }),
    };
  const filterables = explore === null ? [] : [{ model: explore.model, view: explore.explore, listen }];
  if (content.kind === 'look')
    return {
      type: 'vis',
      ...(title !== undefined && { title }),
      look_id: content.lookId,
      result_maker: { filterables },
      ...note,
    };
  const { query } = content;
  const vis_config = isRecord(query.vis_config) ? { vis_config: query.vis_config } : {};
  return {
    ...{ type: 'vis', title: title ?? '', query_id: queryId, query },
    result_maker: { query, filterables, ...vis_config },
    ...note,
  };
}
