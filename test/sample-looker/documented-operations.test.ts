import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';
import { filledPath, operations, shapeProblems } from './looker-operations.js';

/** What needs no token. */
const open = ['login', 'versions'];

/** Records that every instance begins with, by the parameter that names them. */
const seeded: Record<string, string> = {
  ...{ dashboard_id: '42', look_id: '1', folder_id: '14', space_id: '15', board_id: '1', query_id: '1' },
  ...{ model_name: 'ecommerce', lookml_model_name: 'ecommerce', model: 'ecommerce', explore_name: 'orders' },
  ...{ view: 'orders', view_name: 'orders', field_name: 'orders.status', slug: 'sampleQuery00000000001' },
  ...{ connection_name: 'sample_warehouse', content_metadata_id: '14', namespace: 'sample_extension' },
  ...{ collection_id: 'looker', integration_id: '1::sample_chat', legacy_feature_id: 'legacy_table_vis' },
  ...{ project_id: 'sample_shop', workspace_id: 'dev', dashboard_element_id: '130', result_format: 'json' },
  ...{ type: 'dashboard', resource_id: '42', terms: 'order', pattern: 'a%', lookml_dashboard_id: '42' },
  ...{ credential_type: 'email', credential_id: 'sam.sample@example.com' },
};
const queries: Record<string, string> = {
  all_content_metadatas: '?parent_id=1',
  artifact: '?key=preferences',
  artifact_value: '?key=preferences',
};
const paths: Record<string, string> = {
  user_credentials_google: '/users/6/credentials_google',
  user_credentials_saml: '/users/11/credentials_saml',
  all_user_credentials_embeds: '/users/12/credentials_embed',
  user_credentials_embed: '/users/12/credentials_embed/1',
};

describe('every operation that Looker documents', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  it('is answered by a route of its own, and by none without a token', async () => {
    const missing: string[] = [];
    const withoutToken: string[] = [];
    for (const { id, verb, path } of operations) {
      const { status } = await fetch(`${looker.baseUrl}/api/4.0${filledPath(path, () => 'zz')}`, { method: verb });
      const route = looker.requests.at(-1)?.route?.replace(/:\w+|\*$/g, '{}');
      if (route !== `/api/4.0${path.replace(/\{\w+\}/g, '{}')}`) missing.push(id);
      else if (status !== 401) withoutToken.push(id);
    }
    expect(operations).toHaveLength(483);
    expect(missing).toEqual([]);
    expect(withoutToken.sort()).toEqual(open);
  });

  it('that reads answers in the documented type', async () => {
    const reading = operations.filter(({ verb }) => verb === 'GET');
    const problems: Record<string, string[]> = {};
    let compared = 0;
    for (const { id, path, responseType } of reading) {
      const filled = paths[id] ?? filledPath(path, (name) => seeded[name] ?? '1');
      const { status, body } = await client.call('GET', `${filled}${queries[id] ?? ''}`);
      if (status !== 200) continue;
      compared += 1;
      const found = shapeProblems(responseType, body);
      if (found.length > 0) problems[id] = found;
    }
    // The description and the paging say that this search answers a list; its type says one record. And a filter is kept as it
    // was given, which may be a number.
    const tile = (at: string) => [`${at}.query.filters[]`, `${at}.result_maker.query.filters[]`];
    expect(problems).toEqual({
      search_lookml_dashboards: ['DashboardLookml is array, not an object'],
      search_dashboards: tile('Dashboard[].dashboard_elements[]').map((name) => `${name} is integer, not string`),
      search_dashboard_elements: tile('DashboardElement[]').map((name) => `${name} is integer, not string`),
    });
    expect(compared).toBeGreaterThanOrEqual(175);
  });
});
