import type { JsonSchema } from '../../catalogue/operation.js';

const flag: JsonSchema = { type: 'boolean' };
const text: JsonSchema = { type: 'string' };
const integer: JsonSchema = { type: 'integer' };
const number: JsonSchema = { type: 'number' };
const map: JsonSchema = { type: 'object' };
const list = (type: string): JsonSchema => ({ type: 'array', items: { type } });
const oneOf = (...values: readonly string[]): JsonSchema => ({ type: 'string', enum: values });
const about = (schema: JsonSchema, description: string): JsonSchema => ({ ...schema, description });

/**
 * The settings of Looker's charts that matter, named and typed as Looker's reference of dashboard element parameters and
 * exported dashboards have them. Looker ignores a setting that is not of the chart.
 */
export const visKeys = {
  hidden_fields: about(list('string'), 'queried, not drawn'),
  series_colors: about(map, 'field or pivot value -> CSS color'),
  series_labels: about(map, 'field -> label'),
  series_types: about(map, 'field -> column|line|area|scatter'),
  color_application: about(map, '{collection_id,palette_id}'),
  show_view_names: flag,
  stacking: oneOf('', 'normal', 'percent'),
  trellis: oneOf('', 'row', 'pivot'),
  ordering: oneOf('none', 'asc', 'desc'),
  legend_position: oneOf('center', 'left', 'right'),
  hide_legend: flag,
  show_value_labels: flag,
  label_value_format: about(text, 'e.g. "$#,##0"'),
  show_totals_labels: flag,
  x_axis_label: text,
  show_x_axis_label: flag,
  x_axis_scale: oneOf('auto', 'ordinal', 'linear', 'time'),
  x_axis_label_rotation: integer,
  show_y_axis_labels: flag,
  x_axis_gridlines: flag,
  y_axis_gridlines: flag,
  y_axis_combined: flag,
  y_axis_scale_mode: oneOf('linear', 'log'),
  y_axes: about(list('object'), '[{label,orientation:"left",series:[{axisId,id,name}]}]'),
  reference_lines: about(list('object'), '[{value:90,label}]'),
  show_null_points: flag,
  interpolation: oneOf('linear', 'monotone', 'step', 'step-before', 'step-after'),
  point_style: oneOf('none', 'circle', 'circle_outline'),
  size_by_field: text,
  value_labels: oneOf('none', 'legend', 'labels'),
  label_type: oneOf('lab', 'val', 'labVal', 'per', 'labPer'),
  inner_radius: integer,
  charts_across: integer,
  orientation: oneOf('automatic', 'rows', 'columns'),
  percentType: oneOf('total', 'prior'),
  labelPosition: oneOf('left', 'inline', 'right', 'hidden'),
  smoothedBars: flag,
  groupBars: flag,
  single_value_title: text,
  show_single_value_title: flag,
  value_format: text,
  custom_color: text,
  custom_color_enabled: flag,
  show_comparison: about(flag, 'with the second measure'),
  comparison_type: oneOf('value', 'change', 'progress', 'progress_percentage'),
  comparison_label: text,
  comparison_reverse_colors: flag,
  table_theme: oneOf('editable', 'white', 'gray', 'transparent', 'unstyled'),
  show_row_numbers: flag,
  transpose: flag,
  size_to_fit: flag,
  enable_conditional_formatting: flag,
  conditional_formatting: about(list('object'), '[{type:"greater than",value,background_color,font_color}]'),
  series_cell_visualizations: about(map, 'field -> {is_active}'),
  map_plot_mode: oneOf('points', 'automagic_heatmap', 'heatmap', 'lines', 'areas'),
  map_position: oneOf('fit_data', 'custom'),
  map_latitude: number,
  map_longitude: number,
  map_zoom: number,
  map_marker_type: oneOf('circle', 'icon', 'circle_and_icon', 'none'),
  map_value_colors: list('string'),
  map: about(text, '"usa", "world"'),
  quantize_colors: flag,
  rotation: flag,
  // Looker itself writes false for "the palette's color".
  up_color: { type: ['string', 'boolean'] },
  down_color: { type: ['string', 'boolean'] },
  total_color: { type: ['string', 'boolean'] },
} satisfies Record<string, JsonSchema>;

export type VisKey = keyof typeof visKeys;

const series: readonly VisKey[] = ['hidden_fields', 'color_application', 'series_colors', 'series_labels'];
const axes: readonly VisKey[] = [
  'x_axis_label',
  'show_x_axis_label',
  'x_axis_scale',
  'x_axis_label_rotation',
  'show_y_axis_labels',
  'x_axis_gridlines',
  'y_axis_gridlines',
  'y_axis_scale_mode',
  'y_axes',
];
const xy: readonly VisKey[] = [
  ...series,
  'show_view_names',
  ...axes,
  'series_types',
  'y_axis_combined',
  'stacking',
  'trellis',
  'legend_position',
  'hide_legend',
  'show_value_labels',
  'label_value_format',
  'reference_lines',
];
const columns: readonly VisKey[] = [...xy, 'ordering', 'show_totals_labels'];
const lines: readonly VisKey[] = [...xy, 'show_null_points', 'interpolation', 'point_style'];
const table: readonly VisKey[] = [
  'hidden_fields',
  'series_labels',
  'show_view_names',
  'table_theme',
  'show_row_numbers',
  'enable_conditional_formatting',
  'conditional_formatting',
];
const mapped: readonly VisKey[] = [
  'hidden_fields',
  'show_view_names',
  'map_plot_mode',
  'map_position',
  'map_latitude',
  'map_longitude',
  'map_zoom',
  'map_marker_type',
  'map_value_colors',
];
const geo: readonly VisKey[] = ['hidden_fields', 'show_view_names', 'map', 'quantize_colors'];

/** Looker's own charts, each with the settings that it reads. What is shown to models and what is checked both follow it. */
export const keysOfCharts: Readonly<Record<string, readonly VisKey[]>> = {
  looker_column: columns,
  looker_bar: columns,
  looker_line: lines,
  looker_area: [...lines, 'show_totals_labels'],
  looker_scatter: [...xy, 'show_null_points', 'point_style', 'size_by_field'],
  looker_pie: [...series, 'value_labels', 'label_type', 'inner_radius'],
  looker_donut_multiples: [...series, 'show_value_labels', 'hide_legend', 'charts_across'],
  looker_funnel: ['hidden_fields', 'color_application', 'orientation', 'percentType', 'labelPosition', 'smoothedBars'],
  looker_timeline: ['hidden_fields', 'color_application', 'groupBars'],
  looker_waterfall: [...series, ...axes, 'show_value_labels', 'up_color', 'down_color', 'total_color'],
  looker_boxplot: [...series, ...axes, 'show_view_names'],
  looker_wordcloud: ['hidden_fields', 'color_application', 'rotation'],
  single_value: [
    'hidden_fields',
    'single_value_title',
    'show_single_value_title',
    'value_format',
    'custom_color',
    'custom_color_enabled',
    'show_comparison',
    'comparison_type',
    'comparison_label',
    'comparison_reverse_colors',
    'enable_conditional_formatting',
    'conditional_formatting',
  ],
  looker_single_record: ['hidden_fields', 'show_view_names'],
  looker_grid: [...table, 'transpose', 'size_to_fit', 'color_application', 'series_cell_visualizations'],
  table,
  looker_google_map: mapped,
  looker_map: mapped,
  looker_geo_choropleth: geo,
  looker_geo_coordinates: geo,
};
