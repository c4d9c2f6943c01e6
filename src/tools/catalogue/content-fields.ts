/*
 * What is asked of Looker when the caller names no fields. A tile as Looker keeps it repeats its query, its chart settings and
 * its texts as HTML; a dashboard of twenty tiles would fill a model's context.
 */

const askedFields = 'model,view,fields,pivots,filters,filter_expression,sorts,limit,dynamic_fields';
const shapeFields = 'fill_fields,column_limit,total,row_total,subtotals,query_timezone';

/** What tells which data a query asks for. */
export const queryOutline = `id,${askedFields}`;

/** All that makes a query, its chart settings included. */
export const queryFields = `${queryOutline},${shapeFields},vis_config`;

const tileTexts = 'id,type,title,title_text,subtitle_text,body_text,note_text';
const noteFields = 'note_display,note_state';
const tileContent = 'look_id,merge_result_id,query_id,look(id,title,query_id)';

/** A tile without chart settings. The query of a LookML dashboard's tile is only in its `result_maker`. */
export const tileFields = `${tileTexts},${tileContent},query(${queryOutline}),result_maker(filterables,query(model,view,fields,filters))`;

const makerFields = `result_maker(filterables,query(${askedFields},${shapeFields}),vis_config)`;

/** What tells to which filters of its dashboard each tile can listen, and listens. */
export const listeningFields = `id,type,title,title_text,deleted,look(title,query(model,view)),query(model,view),${makerFields}`;

/** A tile with its chart settings. Whoever sends its `result_maker` back changed makes a query of what is in there: so all of it. */
export const wholeTileFields = `dashboard_id,${tileTexts},${noteFields},title_hidden,refresh_interval,rich_content_json,aria_description,dashboard_layout_id,${tileContent},query(${queryFields}),${makerFields}`;

/** What is answered of a tile just saved. */
export const savedTileFields = `dashboard_id,${tileTexts},${noteFields},${tileContent},result_maker(filterables)`;

/** What a filter of a dashboard is for. */
export const filterOutline = 'id,name,title,type,default_value';

/** A filter of a dashboard. */
export const filterFields = `${filterOutline},model,explore,dimension,row,listens_to_filters,required,allow_multiple_values,ui_config`;

/** The place of a tile in a layout. */
export const placeFields = 'id,dashboard_element_id,element_title,row,column,width,height';

/** A layout of a dashboard with the places of its tiles. */
export const layoutFields = `id,type,active,label,order,dashboard_layout_components(${placeFields},vis_type)`;

/** A dashboard with what it takes to understand and to edit it. */
export const dashboardFields = [
  'id,title,description,folder(id,name),user_id,content_metadata_id,lookml_link_id,readonly,deleted',
  'query_timezone,refresh_interval,updated_at,view_count,hidden,show_title,show_filters_bar,filters_bar_collapsed',
  'filters_location_top,crossfilter_enabled,enable_viz_full_screen,preserve_desktop_layout,appearance',
  `dashboard_filters(${filterFields})`,
  `dashboard_elements(${tileFields})`,
  `dashboard_layouts(${layoutFields})`,
].join(',');
