import { describe, expect, it } from 'vitest';
import { TOOLSETS } from '../../src/tools/catalogue/tool.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { knownMethods, knownTags, selectTools } from '../../src/tools/catalogue/tool-filter.js';

const catalogue = toolCatalogue();
const shown = catalogue.tools.filter((tool) => tool.hidden === null && tool.toolset === 'api');
const names = (filter: Parameters<typeof selectTools>[1]) => selectTools(catalogue, filter).map((tool) => tool.name);

describe('the tool filter', () => {
  it('with methods read admits every tool that changes nothing, whatever its verb, and no other', () => {
    const tools = selectTools(catalogue, { methods: ['read'] });
    expect(tools.length).toBeGreaterThan(50);
    expect(tools.filter((tool) => tool.effect !== 'read' || !('readOnlyHint' in tool.annotations))).toEqual([]);
    expect(tools.map((tool) => tool.name)).toEqual(
      expect.arrayContaining(['looker_query_run_inline', 'list_all_looker_users', 'looker_dashboards_search']),
    );
    expect(tools.length).toBe(shown.filter((tool) => tool.effect === 'read').length);
  });

  it('with methods write admits create, update and delete only', () => {
    const methods = selectTools(catalogue, { methods: ['write'] }).map((tool) => tool.method);
    expect(new Set(methods)).toEqual(new Set(['create', 'update', 'delete']));
  });

  it('with methods custom admits everything that is not list, get, create, update or delete', () => {
    const methods = new Set(selectTools(catalogue, { methods: ['custom'] }).map((tool) => tool.method));
    expect(methods).toContain('search');
    expect(methods).toContain('run_inline');
    for (const method of ['list', 'get', 'create', 'update', 'delete']) expect(methods).not.toContain(method);
  });

  it('admits an exact method, and a tool that matches any entry', () => {
    expect(names({ methods: ['me'] })).toEqual(['looker_users_me']);
    expect(names({ methods: ['me', 'follow'] })).toEqual(['looker_alerts_follow', 'looker_users_me']);
  });

  it('admits the search for fields wherever it admits to run a query, unless it is excluded or names alone are meant', () => {
    const search = 'looker_lookml_explores_search_fields';
    expect(names({ methods: ['run_inline'] })).toEqual([search, 'looker_query_run_inline']);
    expect(names({ methods: ['read'], tags: ['queries'] })).toContain(search);
    expect(names({ methods: ['read'], tags: ['queries'], tools: { exclude: [search] } })).not.toContain(search);
    expect(names({ tools: { include: ['looker_query_run_inline'] } })).toEqual(['looker_query_run_inline']);
    expect(names({ methods: ['read'], tags: ['users'] })).not.toContain(search);
  });

  it('with tags dashboards admits dashboards and their parts, nothing of users', () => {
    const tools = selectTools(catalogue, { tags: ['dashboards'] });
    expect(new Set(tools.map((tool) => tool.resource))).toEqual(
      new Set([
        'dashboards',
        'dashboard_elements',
        'dashboard_filters',
        'dashboard_layouts',
        'dashboard_layout_components',
        'dashboard_filter_states',
      ]),
    );
    expect(tools.some((tool) => tool.operation?.path.includes('user') || tool.tags.includes('users'))).toBe(false);
  });

  it('gives every tool the tag of its resource', () => {
    expect(catalogue.tools.filter((tool) => !tool.tags.includes(tool.resource))).toEqual([]);
  });

  it('asks for methods and tags together', () => {
    const tools = selectTools(catalogue, { methods: ['read'], tags: ['alerts'] });
    expect(tools.length).toBeGreaterThan(0);
    expect(tools.every((tool) => tool.effect === 'read' && tool.tags.includes('alerts'))).toBe(true);
  });

  it('does not filter by what is absent or empty, and keeps hidden tools hidden', () => {
    const expected = shown.map((tool) => tool.name);
    expect(expected.length).toBeLessThan(catalogue.tools.length);
    expect(names({})).toEqual(expected);
    expect(names({ methods: [], tags: [] })).toEqual(expected);
  });

  it('hands out a hidden tool by no tag but the reason it is hidden for, and by its name', () => {
    const reasons = ['alpha', 'deprecated', 'secrets'];
    const hidden = catalogue.tools.filter((tool) => tool.hidden !== null);
    expect(
      hidden
        .filter((tool) => tool.hidden === 'secrets')
        .map((tool) => tool.name)
        .sort(),
    ).toEqual([
      'create_a_looker_embed_secret',
      'create_a_looker_user_api3_credential',
      'create_credentials_api3',
      'generate_embed_url',
      'looker_embed_cookieless_sessions_acquire',
      'looker_embed_cookieless_sessions_generate_tokens',
      'looker_embed_urls_create_as_me',
      'looker_embed_urls_create_signed',
      'looker_external_oauth_applications_create_user_state',
      'looker_ldap_config_test_user_auth',
      'looker_user_email_credentials_create_password_reset',
      'rotate_api_credentials',
    ]);
    const otherTags = knownTags(catalogue).filter((tag) => !reasons.includes(tag));
    for (const tag of otherTags) {
      const admitted = selectTools(catalogue, { toolsets: TOOLSETS, tags: [tag] });
      expect(
        admitted.filter((tool) => tool.hidden !== null).map((tool) => tool.name),
        tag,
      ).toEqual([]);
    }
    for (const tool of hidden) {
      const others = reasons.filter((reason) => reason !== tool.hidden);
      expect(names({ toolsets: TOOLSETS, tags: [...otherTags, ...others] }), tool.name).not.toContain(tool.name);
      expect(names({ toolsets: TOOLSETS, tags: [...tool.tags, String(tool.hidden)] }), tool.name).toContain(tool.name);
      expect(names({ tools: { include: [tool.name] } })).toEqual([tool.name]);
    }
  });

  it('admits nothing for words it does not know, also those every object has', () => {
    expect(names({ methods: ['nothing'] })).toEqual([]);
    expect(names({ methods: ['constructor'] })).toEqual([]);
    expect(names({ tags: ['nothing'] })).toEqual([]);
  });

  it('knows every method and tag that admits a tool, hidden ones once their reason is asked for', () => {
    const reasons = ['alpha', 'deprecated', 'secrets'];
    expect(knownMethods(catalogue).slice(0, 3)).toEqual(['read', 'write', 'custom']);
    for (const method of knownMethods(catalogue))
      expect(
        names({ toolsets: TOOLSETS, methods: [method], tags: [...knownTags(catalogue)] }).length,
        method,
      ).toBeGreaterThan(0);
    for (const tag of knownTags(catalogue)) {
      const tools = selectTools(catalogue, { toolsets: TOOLSETS, tags: [tag, ...reasons] });
      expect(
        tools.some((tool) => tool.tags.includes(tag)),
        tag,
      ).toBe(true);
    }
  });

  it('of task tools methods read and write admit by effect alone, and custom admits none', () => {
    const tasks = (methods: readonly string[]) => selectTools(catalogue, { toolsets: ['tasks'], methods });
    expect(tasks(['read']).length).toBeGreaterThan(0);
    expect(tasks(['read']).filter(({ effect }) => effect !== 'read')).toEqual([]);
    expect(tasks(['write']).filter(({ effect }) => effect === 'read')).toEqual([]);
    expect([...tasks(['read']), ...tasks(['write'])].length).toBe(tasks([]).length);
    expect(tasks(['custom'])).toEqual([]);
  });

  it('admits tools of no other toolset than those that are asked for, and of the API where none is', () => {
    const toolsetsOf = (filter: Parameters<typeof selectTools>[1]) => [
      ...new Set(selectTools(catalogue, filter).map(({ toolset }) => toolset)),
    ];
    expect(toolsetsOf({})).toEqual(['api']);
    expect(toolsetsOf({ methods: ['read'], tags: ['board', 'boards'] })).toEqual(['api']);
    expect(toolsetsOf({ toolsets: ['tasks'] })).toEqual(['tasks']);
    expect(toolsetsOf({ toolsets: TOOLSETS }).sort()).toEqual(['api', 'tasks']);
  });
});
