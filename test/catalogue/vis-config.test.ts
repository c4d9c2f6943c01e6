import { describe, expect, it } from 'vitest';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { checkArguments } from '../../src/tools/schema/arguments.js';
import { keysOfCharts, visKeys } from '../../src/tools/schema/edits/vis-config.js';
import { toolNamed } from './tool-named.js';

const shown = toolNamed('create_a_looker_query').inputSchema.properties?.vis_config ?? {};
const check = (visConfig: unknown, name = 'create_a_looker_query') =>
  checkArguments(toolNamed(name), { model: 'm', view: 'v', vis_config: visConfig });

describe('the chart settings', () => {
  it('are shown once in full, in at most 3600 characters, with every chart and every key', () => {
    const text = JSON.stringify(shown);
    expect(text.length).toBeLessThanOrEqual(3600);
    const named = new Set(text.match(/\w+/g));
    const names = [...Object.keys(keysOfCharts), ...Object.keys(visKeys)];
    expect(names.length).toBeGreaterThan(70);
    expect(names.filter((name) => !named.has(name))).toEqual([]);
    const full = toolCatalogue().tools.filter((tool) => JSON.stringify(tool.inputSchema).includes('looker_boxplot'));
    expect(full.map((tool) => tool.name)).toEqual(['create_a_looker_query']);
  });

  it('have every key read by a chart', () => {
    const read = new Set<string>(Object.values(keysOfCharts).flat());
    expect(Object.keys(visKeys).filter((key) => !read.has(key))).toEqual([]);
  });

  it('tell which charts a key is for, unless it is for all xy charts', () => {
    const text = shown.description ?? '';
    expect(text).toContain('wordcloud: rotation.');
    expect(text).toContain('pie: value_labels (none|legend|labels)');
    expect(text).toContain('xy: show_view_names,');
    expect(shown.properties?.stacking).toEqual({ type: 'string', enum: ['normal', 'percent'] });
  });

  it.each([
    ['of every kind', { type: 'looker_column', stacking: 'percent', series_colors: { a: 'red' }, x_axis_label: 'x' }],
    ['that Looker left empty', { type: 'looker_line', hidden_fields: null, stacking: '', trellis: null }],
    ['of another chart, whatever they are', { type: 'looker_column', inner_radius: 'x', label_type: 'name' }],
    ['unknown to the gateway', { type: 'looker_grid', minimum_column_width: 75 }],
    ['of a plug-in', { type: 'viz::sankey', stacking: 5, label_type: 'name' }],
    ['of a plug-in without a project', { type: 'sankey' }],
    ['without a chart', { show_value_labels: true }],
  ])('are accepted %s', (_, visConfig) => {
    expect(check(visConfig)).toEqual([]);
    expect(check(visConfig, 'looker_query_run_inline')).toEqual([]);
  });

  it.each([
    ['column', 'looker_column'],
    ['looker_colum', 'looker_column'],
    ['bar_chart', 'looker_bar'],
    ['Line Chart', 'looker_line'],
    ['scatterplot', 'looker_scatter'],
    ['singlevalue', 'single_value'],
    ['looker_wordclouds', 'looker_wordcloud'],
  ])('of a chart "%s" are refused, with the name %s', (type, meant) => {
    const [problem, ...others] = check({ type });
    expect(problem).toMatchObject({
      path: 'vis_config.type',
      message: `vis_config.type "${type}" is not a chart of Looker.`,
      suggestion: expect.stringContaining(meant),
    });
    expect(others).toEqual([]);
  });

  it('of an unknown chart that claims to be of Looker are refused, with all names', () => {
    expect(check({ type: 'looker_hologram' })[0]?.suggestion).toContain('looker_column, looker_bar,');
  });

  it.each(['create_a_looker_query', 'looker_query_run_inline'])('of a wrong type are named by %s', (name) => {
    const wrong = { type: 'looker_area', stacking: 'normall', show_value_labels: 'yes', interpolation: 'linear' };
    expect(check(wrong, name)).toEqual([
      {
        path: 'vis_config.stacking',
        message: 'vis_config.stacking must be one of: "", normal, percent; not "normall".',
        suggestion: 'Did you mean normal?',
      },
      {
        path: 'vis_config.show_value_labels',
        message: 'vis_config.show_value_labels must be a boolean, not "yes".',
        suggestion: 'Pass true, without quotes.',
      },
    ]);
  });

  it('of a tile are checked wherever they stand', () => {
    const tile = { dashboard_id: '1', query: { model: 'm', view: 'v', vis_config: { type: 'pie' } } };
    const maker = { result_maker: { vis_config: { type: 'single_value', comparison_type: 'progres' } } };
    const problems = checkArguments(toolNamed('create_a_looker_dashboard_element'), { ...tile, ...maker });
    expect(problems.map((problem) => problem.path).sort()).toEqual([
      'query.vis_config.type',
      'result_maker.vis_config.comparison_type',
    ]);
  });
});
