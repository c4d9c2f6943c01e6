import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { toolNamed } from '../catalogue/tool-named.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { askLooker, credentialsOf } from '../support/sample.js';

const CREATE = 'create_a_looker_dashboard_filter';
const FILTER = {
  dashboard_id: '7',
  ...{ name: 'Country', title: 'Country', type: 'field_filter', default_value: '' },
  ...{ model: 'ecommerce', explore: 'orders', dimension: 'users.country' },
};

describe('making a dashboard', () => {
  let gateway: TestGateway;
  let sample: SampleLooker;
  let client: McpClient;

  beforeAll(async () => {
    sample = await startSampleLooker();
    gateway = await startGateway();
    const { rest } = await gateway.createOrganization('Acme');
    client = await connectModern((await rest.issue(await rest.connect(credentialsOf(sample)))).url);
  });

  afterAll(async () => {
    await client.close();
    await gateway.close();
    await sample.close();
  });

  const call = async (tool: string, args: Record<string, unknown>) => {
    const { text, isError } = await client.callTool(tool, args);
    expect(isError, text).toBe(false);
    return JSON.parse(text);
  };

  it.each([
    ['a dropdown of one value', { type: 'dropdown_menu', display: 'inline' }, false],
    ['a button group of named values', { type: 'button_group', display: 'popover', options: ['USA', 'Canada'] }, true],
    ['a slider between two values', { type: 'range_slider', display: 'inline', options: { min: 0, max: 100 } }, true],
    ['what Looker says besides', { type: 'tag_list', display: 'inline', other: null, options: null }, true],
  ])('gives a filter %s', async (_, ui_config, allow_multiple_values) => {
    const made = await call(CREATE, { ...FILTER, allow_multiple_values, ui_config });
    expect(made).toMatchObject({ allow_multiple_values, ui_config });
    const kept = await askLooker(sample, 'GET', `/dashboard_filters/${made.id}`);
    expect(kept).toMatchObject({ allow_multiple_values, ui_config });
    const changes = { allow_multiple_values: true, ui_config: { type: 'advanced' } };
    await call('update_a_looker_dashboard_filter_by_id', { dashboard_filter_id: made.id, ...changes });
    expect(await call('get_single_looker_dashboard_filter_by_id', { dashboard_filter_id: made.id })).toMatchObject(
      changes,
    );
  });

  it('shows what people set: the control of a filter, whether it takes several values, and where a note is', () => {
    const shown = (tool: string) => toolNamed(tool).inputSchema.properties ?? {};
    for (const tool of [CREATE, 'update_a_looker_dashboard_filter_by_id']) {
      expect(shown(tool).allow_multiple_values).toMatchObject({ type: 'boolean' });
      expect(shown(tool).ui_config).toMatchObject({
        type: 'object',
        properties: { type: { type: 'string' }, display: { type: 'string' }, options: { type: 'array' } },
      });
    }
    expect(shown(CREATE).ui_config?.properties?.type?.enum).toEqual(
      expect.arrayContaining(['button_group', 'tag_list']),
    );
    for (const tool of ['create_a_looker_dashboard_element', 'update_a_looker_dashboard_element_by_id'])
      expect(Object.keys(shown(tool))).toEqual(expect.arrayContaining(['note_display', 'note_state']));
  });

  it('names the controls that there are where one is unknown', async () => {
    const { text, isError } = await client.callTool(CREATE, { ...FILTER, ui_config: { type: 'dropdown' } });
    expect(isError).toBe(true);
    expect(text).toContain('dropdown_menu');
  });

  it('places the note of a tile', async () => {
    const note = { note_text: 'Unsold only', note_display: 'below', note_state: 'expanded' };
    const tile = { dashboard_id: '7', type: 'text', title_text: 'Stock' };
    const { id } = await call('create_a_looker_dashboard_element', { ...tile, ...note });
    const got = await call('get_single_looker_dashboard_element_by_id', { dashboard_element_id: id });
    expect(got).toMatchObject(note);
    const changed = { note_display: 'hover', note_state: 'collapsed' };
    await call('update_a_looker_dashboard_element_by_id', { dashboard_element_id: id, ...changed });
    expect(await askLooker(sample, 'GET', `/dashboard_elements/${id}`)).toMatchObject(changed);
  });

  it('says that the query of a tile is not changed when it is sent back, and how it would be', async () => {
    const tile = { dashboard_element_id: '106' };
    const got = await call('get_single_looker_dashboard_element_by_id', tile);
    const sent = { ...got, ...tile, query: { ...got.query, limit: '5' } };
    const { text, isError } = await client.callTool('update_a_looker_dashboard_element_by_id', sent);
    expect(isError, text).toBe(false);
    expect(text).toContain('make another query with create_a_looker_query and send its id as query_id');
    expect(await call('get_single_looker_dashboard_element_by_id', tile)).toMatchObject({ query: got.query });
    const { query, ...rest } = got;
    const other = await call('create_a_looker_query', { ...query, limit: 5 });
    for (const changes of [rest, { ...rest, query, query_id: other.id }]) {
      const answer = await client.callTool('update_a_looker_dashboard_element_by_id', { ...changes, ...tile });
      expect(answer.isError, answer.text).toBe(false);
      expect(answer.text).not.toContain('is not used');
    }
    expect(await askLooker(sample, 'GET', '/dashboard_elements/106')).toMatchObject({ query_id: other.id });
  });

  it('keeps the query of a tile whose result_maker is sent back as it was answered, with another chart', async () => {
    const asked = { model: 'ecommerce', view: 'orders', fields: ['users.state', 'orders.count'] };
    const whole = { ...asked, sorts: ['orders.count desc'], limit: '7', total: true, filters: { 'users.age': '>40' } };
    const query = await call('create_a_looker_query', { ...whole, vis_config: { type: 'looker_bar' } });
    const { id } = await call('create_a_looker_dashboard_element', { dashboard_id: '7', query_id: query.id });
    const tile = { dashboard_element_id: id };
    const { result_maker } = await call('get_single_looker_dashboard_element_by_id', tile);
    const changed = { ...result_maker, vis_config: { type: 'looker_column' } };
    await call('update_a_looker_dashboard_element_by_id', { ...tile, result_maker: changed });
    const kept = await call('get_single_looker_dashboard_element_by_id', tile);
    expect(kept.query).toMatchObject(whole);
    expect(kept.result_maker.vis_config).toEqual({ type: 'looker_column' });
  });
});
