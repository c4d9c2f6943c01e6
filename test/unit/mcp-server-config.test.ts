import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors/app-error.js';
import {
  type ConfigChange,
  changedConfig,
  checkConfig,
  checkSaysWhichTools,
  DEFAULT_CONFIG,
  type McpServerConfig,
  mergeConfig,
} from '../../src/mcp-servers/mcp-server-config.js';
import { storedConfig } from '../../src/mcp-servers/stored-config.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { selectTools } from '../../src/tools/catalogue/tool-filter.js';
import { fc } from '../support/properties.js';

const refusal = async (act: () => unknown): Promise<AppError> => {
  try {
    await act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};
const config = (change: ConfigChange) => mergeConfig(DEFAULT_CONFIG, change);
const catalogue = toolCatalogue();
const toolsOf = (chosen: McpServerConfig) => selectTools(catalogue, chosen);

describe('the config of an MCP server', () => {
  it('by default lets every tool of the API through and asks for no second credential', async () => {
    const shown = catalogue.tools.filter(({ hidden, toolset }) => hidden === null && toolset === 'api');
    expect(toolsOf(DEFAULT_CONFIG)).toEqual(shown);
    expect(DEFAULT_CONFIG.require_api_token_auth).toBe(false);
    await checkConfig(DEFAULT_CONFIG, catalogue);
  });

  it('changes in the keys that are given, and in no others', () => {
    const before = config({ methods: ['read'], tags: ['dashboards'], auth: 'api_token', require_api_token_auth: true });
    expect(mergeConfig(before, { tags: [] })).toEqual({ ...before, tags: [] });
    expect(mergeConfig(before, { require_api_token_auth: false })).toEqual({
      ...before,
      auth: 'url',
      require_api_token_auth: false,
    });
    expect(mergeConfig(before, {})).toEqual(before);
    expect(before.tags).toEqual(['dashboards']);
  });

  it('is merged down to single values, and lists are replaced', () => {
    const before = config({
      methods: ['read'],
      tools: { include: ['a', 'b'], exclude: ['c'] },
      limits: { rows: 7, characters: 5000, seconds: 9 },
    });
    expect(mergeConfig(before, { limits: { seconds: 60 } })).toEqual({
      ...before,
      limits: { rows: 7, characters: 5000, seconds: 60 },
    });
    expect(mergeConfig(before, { tools: { include: ['b'] } }).tools).toEqual({ include: ['b'], exclude: ['c'] });
    expect(mergeConfig(before, { tools: { exclude: [] } }).tools).toEqual({ include: ['a', 'b'], exclude: [] });
    expect(mergeConfig(before, { tools: {}, limits: {} })).toEqual(before);
    const nulls = { tools: { include: null, exclude: undefined }, limits: { rows: null }, tool_exposure: null };
    expect(mergeConfig(before, nulls as unknown as ConfigChange)).toEqual(before);
    expect(before.limits.seconds).toBe(9);
  });

  it('is never wider by a change of something else, whatever is changed', () => {
    const lists = fc.record({ include: fc.array(fc.string()), exclude: fc.array(fc.string()) });
    const limits = fc.record({ rows: fc.nat(), characters: fc.nat(), seconds: fc.nat() });
    const whole = { methods: fc.array(fc.string()), tags: fc.array(fc.string()), tools: lists, limits };
    const some = {
      ...whole,
      tools: fc.record({ include: fc.array(fc.string()), exclude: fc.array(fc.string()) }, { requiredKeys: [] }),
      limits: fc.record({ rows: fc.nat(), characters: fc.nat(), seconds: fc.nat() }, { requiredKeys: [] }),
    };
    fc.assert(
      fc.property(fc.record(whole), fc.record(some, { requiredKeys: [] }), (start, change) => {
        const before = config(start);
        const after = mergeConfig(before, change);
        const leaves = (value: McpServerConfig) => ({ ...value, ...value.tools, ...value.limits });
        const given: Record<string, unknown> = { ...change, ...change.tools, ...change.limits };
        for (const [key, value] of Object.entries(leaves(before)))
          if (key !== 'tools' && key !== 'limits')
            expect(Reflect.get(leaves(after), key)).toEqual(Object.hasOwn(given, key) ? given[key] : value);
      }),
    );
  });

  it.each<[ConfigChange, boolean]>([
    [{}, false],
    [{ methods: [] }, false],
    [{ tags: ['dashboards'] }, false],
    [{ tools: { exclude: ['looker_dashboards_run'] } }, false],
    [{ tools: { include: ['looker_users_me'] }, tags: ['dashboards'] }, false],
    [{ methods: ['read'] }, true],
    [{ methods: ['read'], tags: ['dashboards'] }, true],
    [{ tools: { include: ['looker_users_me'] } }, true],
    [{ tools: { include: ['looker_users_me'], exclude: ['b'] }, methods: ['read'], tags: ['dashboards'] }, true],
  ])('%j says which tools are meant: %s', async (change, isSaid) => {
    if (isSaid) return checkSaysWhichTools(config(change));
    expect((await refusal(() => checkSaysWhichTools(config(change)))).fields).toEqual([
      { path: 'config.methods', rule: expect.stringContaining('methods') },
    ]);
    const said = config({ methods: ['read'] });
    const taking = { methods: [], ...change };
    expect((await refusal(() => changedConfig(said, taking, catalogue))).code).toBe('request.invalid');
    expect(await changedConfig(config({}), change, catalogue)).toEqual(config(change));
  });

  it('for all methods is for all tools', () => {
    expect(toolsOf(config({ methods: ['read', 'write', 'custom'] }))).toEqual(toolsOf(DEFAULT_CONFIG));
  });

  it('keeps a key that is given as null or undefined, as if it had been left out', () => {
    const before = config({ methods: ['read'] });
    for (const nothing of [null, undefined]) {
      const change = { methods: nothing, tags: nothing } as unknown as Partial<McpServerConfig>;
      expect(mergeConfig(before, change)).toEqual(before);
    }
  });

  it('that was stored before a key existed takes that key’s default', () => {
    // Before the choice existed, all tools were listed.
    const earlier = { ...DEFAULT_CONFIG, tool_exposure: 'all' };
    expect(storedConfig({ config: { methods: ['read'] } })).toEqual({ ...earlier, methods: ['read'] });
    expect(storedConfig({ config: {} })).toEqual(earlier);
    expect(storedConfig({ config: { tool_exposure: 'auto' } })).toEqual(DEFAULT_CONFIG);
  });

  it.each([{ methods: ['read'] }, { methods: ['search', 'write'] }, { tags: ['dashboards'] }, { methods: ['custom'] }])(
    '%j is taken, and lets some tools through',
    async (change) => {
      await checkConfig(config(change), catalogue);
      const count = toolsOf(config(change)).length;
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThan(toolCatalogue().tools.length);
    },
  );

  it('is refused for every name that no tool has, each with what there is, each named once', async () => {
    const error = await refusal(() =>
      checkConfig(config({ methods: ['read', 'raed'], tags: ['dashbords', 'constructor'] }), catalogue),
    );
    expect(error.code).toBe('request.invalid');
    expect(error.fields.map(({ path }) => path)).toEqual(['config.methods', 'config.tags', 'config.tags']);
    const [method, tag] = error.fields;
    expect(method?.rule).toMatch(/^"raed" is not one of read, write, custom, /);
    expect(tag?.rule).toContain('dashboards');
    const known = method?.rule.split(' is not one of ')[1]?.split(', ') ?? [];
    expect(known.length).toBeGreaterThan(5);
    expect(new Set(known).size).toBe(known.length);
  });

  it('is refused with the nearest names in few words, and with all that there are where none is near', async () => {
    const change = { methods: ['reads'], tags: ['dashboard'] };
    const { message, fields } = await refusal(() => checkConfig(config(change), catalogue));
    expect(message).toMatch(
      /^The config names what does not exist: "reads" in config\.methods \(nearest: read[^)]*\); "dashboard" in config\.tags \(nearest: dashboards[^)]*\)\. Nothing was changed\.$/,
    );
    expect(fields).toHaveLength(2);
    const far = await refusal(() => checkConfig(config({ methods: ['read'], tags: ['qqqqqq'] }), catalogue));
    expect(far.message).toContain('"qqqqqq" is not one of admin, agents, ');
  });

  it.each(['methods', 'tags', 'include', 'exclude'])('tells twenty of a thousand unknown names in %s', async (list) => {
    const names = Array.from({ length: 1000 }, (_, index) => `name_${index}`);
    const change = ['methods', 'tags'].includes(list) ? { [list]: names } : { tools: { [list]: names } };
    const error = await refusal(() => checkConfig(config(change), catalogue));
    expect(error.fields.map(({ rule }) => /^"(\w+)"/.exec(rule)?.[1])).toEqual(names.slice(0, 20));
    expect(error.message).not.toContain('name_20');
  });

  it('is refused when methods and tags together leave no tool', async () => {
    const { tools } = toolCatalogue();
    const method = 'run_inline';
    const own = new Set(tools.filter((tool) => tool.method === method).flatMap(({ tags }) => tags));
    const other = tools.flatMap(({ tags }) => tags).find((tag) => !own.has(tag)) ?? '';
    expect(own.size).toBeGreaterThan(0);
    const error = await refusal(() => checkConfig(config({ methods: [method], tags: [other] }), catalogue));
    expect(error.code).toBe('mcp_server.no_tools');
    expect(error.message).toContain('/tools');
  });

  it('may name tools that are in or out, whatever else it says, and hidden ones by their name', async () => {
    const chosen = config({
      methods: ['read'],
      tags: ['dashboards'],
      tools: {
        include: ['create_a_looker_embed_secret', 'create_a_looker_dashboard'],
        exclude: ['list_all_looker_dashboards'],
      },
    });
    await checkConfig(chosen, catalogue);
    const names = toolsOf(chosen).map(({ name }) => name);
    expect(names).toContain('create_a_looker_embed_secret');
    expect(names).toContain('create_a_looker_dashboard');
    expect(names).not.toContain('list_all_looker_dashboards');
    const only = config({ tools: { include: ['looker_query_run_inline'] } });
    expect(toolsOf(only).map(({ name }) => name)).toEqual(['looker_query_run_inline']);
    expect(only.tools.exclude).toEqual([]);
  });

  it('is refused for tools that do not exist, with the nearest ones', async () => {
    const error = await refusal(() =>
      checkConfig(config({ tools: { exclude: ['list_all_looker_dashboard'] } }), catalogue),
    );
    expect(error.fields).toEqual([
      { path: 'config.tools.exclude', rule: expect.stringContaining('list_all_looker_dashboards') },
    ]);
  });

  it('is refused when its list takes more tokens than it allows, and taken when it goes to discovery instead', async () => {
    const error = await refusal(() => checkConfig(config({ tools_tokens_max: 5000, tool_exposure: 'all' }), catalogue));
    expect(error.code).toBe('mcp_server.tools_too_large');
    expect(error.message).toMatch(/would take \d{5} tokens, more than the 5000/);
    expect(error.message).toContain('set tool_exposure to "discovery"');
    for (const tool_exposure of ['auto', 'discovery'] as const) {
      const { message } = await refusal(() => checkConfig(config({ tools_tokens_max: 100, tool_exposure }), catalogue));
      expect(message).toContain('allow more tokens');
      expect(message).not.toContain('set tool_exposure');
    }
    await checkConfig(config({ tools_tokens_max: 5000, tool_exposure: 'auto' }), catalogue);
    await checkConfig(config({ tools_tokens_max: 5000, tool_exposure: 'discovery' }), catalogue);
    expect(config({ tools_tokens_max: 5000 }).tools_tokens_max).toBe(5000);
    expect(mergeConfig(config({ tools_tokens_max: 5000 }), { tools_tokens_max: null }).tools_tokens_max).toBeNull();
  });

  it('repeats no more of an unknown name than a reader needs', async () => {
    const error = await refusal(() => checkConfig(config({ tags: ['x'.repeat(5000)] }), catalogue));
    expect(error.fields[0]?.rule).toMatch(/^"x{60}" is not/);
  });
});
