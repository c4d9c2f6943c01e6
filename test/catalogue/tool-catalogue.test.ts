import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../apps/catalogue-builder/build-catalogue.js';
import { readSdkSources } from '../../apps/catalogue-builder/sdk-sources.js';
import { loadCatalogue } from '../../src/tools/catalogue/load-catalogue.js';
import { buildToolCatalogue, resourceTools, toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { effectOf } from '../../src/tools/catalogue/tool-definition.js';
import { servedCatalogue } from '../../src/tools/catalogue/undocumented-operations.js';
import { chartTypes } from '../../src/tools/schema/edits/vis-config-schema.js';
import { secretProperties } from '../../src/tools/schema/secret-properties.js';

const catalogue = toolCatalogue();
const definitions = resourceTools.flatMap((resource) => resource.tools);
const rows = definitions.filter((definition) => definition.operation !== undefined);
const served = servedCatalogue(loadCatalogue());
const operations = new Map(served.operations.map((operation) => [operation.id, operation]));

// GET in Looker's API, yet they start, stop or run something.
const actingGets = [
  'start_pdt_build',
  'stop_pdt_build',
  'run_lookml_test',
  'run_git_connection_test',
  'test_ssh_server',
  'test_ssh_tunnel',
];

// They log in or out: the gateway does that.
const neverTools = ['login', 'login_user', 'logout'];

// Their verb changes something, and they do not.
const readPosts = [
  'connection_cost_estimate',
  'conversational_analytics_chat',
  'create_dashboard_element_render_task',
  'create_dashboard_filter_state',
  'create_dashboard_render_task',
  'create_look_render_task',
  'create_merge_query',
  'create_query',
  'create_query_render_task',
  'create_query_task',
  'create_sql_interface_query',
  'fetch_and_parse_saml_idp_metadata',
  'fetch_integration_form',
  'fetch_remote_data_action_form',
  'parse_saml_idp_metadata',
  'run_inline_query',
  'run_key_driver_analysis',
  'test_connection',
  'test_connection_config',
  'test_integration',
  'test_ldap_config_connection',
  'validate_project',
  'validate_theme',
];

// Their effect is in the database, whatever it allows: nobody may take them for reading.
const rawSql = ['create_sql_query', 'run_sql_query'];

describe('the table of operations', () => {
  it('names operations that exist, among tools of the API each once but where a tool has a run of its own, with one effect', () => {
    expect(rows.length).toBeGreaterThan(100);
    for (const row of rows) {
      expect(operations.has(row.operation), row.operation).toBe(true);
      if (operations.get(row.operation)?.deprecated) expect(row.hidden, row.operation).toBe('deprecated');
      expect(['read', 'write', 'destructive'], row.operation).toContain(effectOf(row));
    }
    const single = resourceTools
      .filter(({ toolset }) => toolset !== 'tasks')
      .flatMap(({ tools }) => tools.filter((row) => row.operation !== undefined && row.run === undefined))
      .map((row) => row.operation);
    expect(new Set(single).size).toBe(single.length);
    for (const { method, needs = [] } of definitions)
      for (const id of needs) expect(operations.has(id), `${method} needs ${id}`).toBe(true);
  });

  it('never calls an acting GET a read', () => {
    for (const id of actingGets) {
      expect(operations.get(id)?.verb, id).toBe('GET');
      expect(
        rows.some((row) => row.operation === id && effectOf(row) === 'read'),
        id,
      ).toBe(false);
    }
  });

  it('has a row for every operation of Looker but those that log in or out', () => {
    const missing = loadCatalogue().operations.filter(({ id }) => !rows.some(({ operation }) => operation === id));
    expect(missing.map(({ id }) => id).sort()).toEqual(neverTools);
    expect(loadCatalogue().operations).toHaveLength(483);
  });

  it('calls raw SQL no read', () => {
    for (const id of rawSql) expect(rows.filter((row) => row.operation === id).map(effectOf), id).not.toContain('read');
  });

  it('calls every other verb than GET a change, but for the queries, and every deletion a loss', () => {
    for (const row of rows) {
      const verb = operations.get(row.operation)?.verb;
      if (verb !== 'GET') expect(effectOf(row) === 'read', row.operation).toBe(readPosts.includes(row.operation));
      if (row.method === 'delete') expect(effectOf(row), row.operation).toBe('destructive');
      if (verb === 'DELETE' && row.operation !== 'unfollow_alert')
        expect(effectOf(row), row.operation).toBe('destructive');
    }
  });

  it('refuses a catalogue that lacks one of its operations', () => {
    const less = { ...loadCatalogue(), operations: loadCatalogue().operations.filter(({ id }) => id !== 'me') };
    expect(() => buildToolCatalogue(less, resourceTools)).toThrow('has no operation me');
  });

  it('refuses two tools of one name', () => {
    expect(() => buildToolCatalogue(loadCatalogue(), [...resourceTools, ...resourceTools])).toThrow('share a name');
  });

  it('builds on a catalogue file that matches the installed SDK', () => {
    expect(loadCatalogue()).toEqual(buildCatalogue(readSdkSources()));
  });
});

describe('tools', () => {
  it('have unique names of at most 64 characters, sorted', () => {
    const names = catalogue.tools.map((tool) => tool.name);
    expect(names).toEqual([...new Set(names)].sort());
    for (const name of names) expect(name).toMatch(/^[a-z0-9_]{1,64}$/);
    expect(catalogue.byName.size).toBe(names.length);
  });

  it('have a title, annotations that match their effect, and a description of at most 2000 bytes', () => {
    for (const tool of catalogue.tools) {
      expect(tool.title, tool.name).not.toBe('');
      expect('readOnlyHint' in tool.annotations, tool.name).toBe(tool.effect === 'read');
      expect(Buffer.byteLength(tool.description), tool.name).toBeLessThanOrEqual(2000);
      expect(tool.description.length, tool.name).toBeGreaterThan(20);
    }
  });

  it('are called destructive unless they only add, and open where they reach beyond Looker', () => {
    const hints = (name: string) => catalogue.byName.get(name)?.annotations;
    const writing = catalogue.tools.filter(({ effect }) => effect !== 'read');
    const adding = writing.filter(({ name }) => Object(hints(name)).destructiveHint === false);
    const replacing =
      /^(?:update|replace|move|delete|reset|change|set_|sync|deploy|generate_lookml|lock|enable|disable|send|run_once|perform|enqueue)/;
    expect(adding.length).toBeGreaterThan(60);
    expect(adding.filter(({ method }) => replacing.test(method)).map(({ name }) => name)).toEqual([]);
    expect(adding.filter(({ effect }) => effect === 'destructive')).toEqual([]);
    expect(writing.filter(({ method }) => replacing.test(method)).length).toBeGreaterThan(90);
    for (const name of ['looker_dashboards_create_from_lookml', 'looker_roles_set_users', 'looker_alerts_replace'])
      expect(hints(name), name).toMatchObject({ destructiveHint: true });
    for (const name of ['create_a_looker_dashboard', 'looker_groups_add_user', 'looker_looks_copy'])
      expect(hints(name), name).toMatchObject({ destructiveHint: false, openWorldHint: false });
    for (const name of ['looker_scheduled_plans_run_once', 'looker_data_actions_perform', 'looker_alerts_enqueue'])
      expect(hints(name), name).toMatchObject({ destructiveHint: true, openWorldHint: true });
    for (const name of ['create_a_looker_alert', 'create_a_looker_scheduled_plan', 'looker_integrations_test'])
      expect(hints(name), name).toMatchObject({ openWorldHint: true });
  });

  it('name only tools that exist in their texts', () => {
    const mention =
      /\b(?:list_all_looker|get_single_looker|create_a_looker|update_a_looker|delete_a_looker|looker)_\w+/g;
    let mentions = 0;
    for (const tool of catalogue.tools) {
      for (const [name] of JSON.stringify([tool.description, tool.inputSchema]).matchAll(mention)) {
        mentions += 1;
        if (!chartTypes.includes(name)) expect(catalogue.byName.has(name), `${tool.name} names ${name}`).toBe(true);
      }
    }
    expect(mentions).toBeGreaterThan(50);
  });

  it('have schemas that compile under JSON Schema 2020-12, closed objects without alternatives at the root', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    addFormats.default(ajv);
    for (const tool of catalogue.tools) {
      for (const schema of [tool.inputSchema, tool.querySchema, ...(tool.bodySchema ? [tool.bodySchema] : [])]) {
        expect(() => ajv.compile(schema), tool.name).not.toThrow();
        expect(schema, tool.name).toMatchObject({ type: 'object', additionalProperties: false });
        for (const word of ['anyOf', 'oneOf', 'allOf', '$ref'])
          expect(Object.keys(schema), tool.name).not.toContain(word);
      }
    }
  });

  it('ask only for arguments they have', () => {
    for (const tool of catalogue.tools) {
      const known = Object.keys(tool.inputSchema.properties ?? {});
      for (const name of tool.inputSchema.required ?? []) expect(known, tool.name).toContain(name);
      for (const name of tool.requiredGroups.flat()) expect(known, tool.name).toContain(name);
      for (const name of tool.requestPlan.pathNames) expect(known, tool.name).toContain(name);
    }
  });

  it('show nothing read-only, no references, no secrets and no note that is not JSON Schema', () => {
    const words = new Set(['readOnly', 'nullable', '$ref', 'x-delimiter', ...secretProperties]);
    const open = catalogue.tools.filter(({ hidden }) => hidden !== 'secrets');
    let seen = 0;
    const walk = (value: unknown, name: string): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        seen += 1;
        expect(words.has(key), `${name}: ${key}`).toBe(false);
        walk(inner, name);
      }
    };
    for (const tool of open) walk([tool.inputSchema, tool.querySchema, tool.bodySchema], tool.name);
    expect(seen).toBeGreaterThan(1000);
  });

  it('keep descriptions of arguments to 350 characters, but for the settings of charts', () => {
    for (const tool of catalogue.tools) {
      for (const [name, property] of Object.entries(tool.inputSchema.properties ?? {})) {
        const max = name === 'vis_config' ? 2000 : 350;
        expect(property.description?.length ?? 0, tool.name).toBeLessThanOrEqual(max);
      }
    }
  });

  it('that list have an integer limit up to 500 and a cursor, and no paging of any other kind', () => {
    const ofApi = catalogue.tools.filter(({ toolset }) => toolset === 'api');
    const lists = ofApi.filter(({ method }) => method === 'list' || method.startsWith('search'));
    expect(lists.length).toBeGreaterThan(30);
    for (const { name, inputSchema, paging } of lists) {
      const properties = inputSchema.properties ?? {};
      expect(properties.limit, name).toMatchObject({ type: 'integer', minimum: 1, maximum: 500 });
      expect(properties.next_cursor?.description, name).toContain('Pass it back exactly as it came');
      for (const word of ['offset', 'page', 'per_page']) expect(properties, name).not.toHaveProperty(word);
      expect(paging, name).not.toBeNull();
    }
  });

  it('need what Looker needs', () => {
    const required = (name: string) => catalogue.byName.get(name)?.inputSchema.required;
    expect(required('create_a_looker_dashboard')).toEqual(['title', 'folder_id']);
    expect(required('create_a_looker_dashboard_element')).toEqual(['dashboard_id']);
    expect(required('create_a_looker_look')).toEqual(['title', 'query_id']);
    expect(required('create_a_looker_folder')).toEqual(['name', 'parent_id']);
    expect(required('create_a_looker_scheduled_plan')).toEqual(['name', 'scheduled_plan_destination']);
    expect(required('create_a_looker_alert')).toEqual([
      'comparison_type',
      'cron',
      'destinations',
      'field',
      'owner_id',
      'threshold',
    ]);
    expect(required('looker_query_run_inline')).toEqual(['model', 'view']);
  });
});
