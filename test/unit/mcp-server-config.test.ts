import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors/app-error.js';
import { toolCatalogue } from '../../src/looker/catalogue/tool-catalogue.js';
import {
  checkConfig,
  DEFAULT_CONFIG,
  expiryOf,
  type McpServerConfig,
  mergeConfig,
  toolsOf,
} from '../../src/mcp-servers/mcp-server-config.js';
import { storedConfig } from '../../src/mcp-servers/stored-config.js';

const refusal = (act: () => unknown): AppError => {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};
const config = (change: Partial<McpServerConfig>) => mergeConfig(DEFAULT_CONFIG, change);

describe('the expiry of an MCP server', () => {
  const now = new Date('2026-11-20T12:00:00.000Z');

  it.each([undefined, null])('is never when it is %s', (given) => {
    expect(expiryOf(given, now)).toBeNull();
  });

  it.each([
    ['2026-11-20T12:01:00Z', '2026-11-20T12:01:00.000Z'],
    ['2026-11-20T12:01:00.001Z', '2026-11-20T12:01:00.001Z'],
    ['2026-11-20T14:01:00+02:00', '2026-11-20T12:01:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['2027-01-31T18:00Z', '2027-01-31T18:00:00.000Z'],
    ['2027-12-31T23:59:59-11:00', '2028-01-01T10:59:59.000Z'],
  ])('%s is taken: it is sixty seconds ahead or more', (text, expected) => {
    expect(expiryOf(text, now)?.toISOString()).toBe(expected);
  });

  it.each(['2026-11-20T12:00:59.999Z', '2026-11-20T12:00:00Z', '2020-01-01T00:00:00Z', '2026-11-20T14:00:59+02:00'])(
    '%s is refused: it is less than sixty seconds ahead',
    (text) => {
      const error = refusal(() => expiryOf(text, now));
      expect(error.code).toBe('mcp_server.expiry_too_soon');
      expect(error.fields).toEqual([{ path: 'expires_at', rule: expect.stringContaining('60 seconds') }]);
    },
  );

  it.each([
    '2027-02-30T00:00:00Z',
    '2027-02-29T00:00:00Z',
    '2027-04-31T10:00:00+02:00',
    '2027-13-01T00:00:00Z',
    '2027-00-10T00:00:00Z',
    '2027-01-32T00:00:00Z',
    '2027-01-00T00:00:00Z',
    '2027-01-01T25:00:00Z',
    '2027-01-01T00:60:00Z',
    '2027-01-01T00:00:00+25:00',
  ])('%s is refused: there is no such time', (text) => {
    const error = refusal(() => expiryOf(text, now));
    expect(error.code).toBe('request.invalid');
    expect(error.fields).toEqual([{ path: 'expires_at', rule: expect.any(String) }]);
  });
});

describe('the config of an MCP server', () => {
  it('by default lets every tool through and asks for no second credential', () => {
    expect(toolsOf(DEFAULT_CONFIG)).toEqual(toolCatalogue().tools);
    expect(DEFAULT_CONFIG.require_api_token_auth).toBe(false);
    expect(() => checkConfig(DEFAULT_CONFIG)).not.toThrow();
  });

  it('changes in the keys that are given, and in no others', () => {
    const before = config({ methods: ['read'], tags: ['dashboards'], require_api_token_auth: true });
    expect(mergeConfig(before, { tags: [] })).toEqual({ ...before, tags: [] });
    expect(mergeConfig(before, { require_api_token_auth: false })).toEqual({
      ...before,
      require_api_token_auth: false,
    });
    expect(mergeConfig(before, {})).toEqual(before);
    expect(before.tags).toEqual(['dashboards']);
  });

  it('keeps a key that is given as null or undefined, as if it had been left out', () => {
    const before = config({ methods: ['read'] });
    for (const nothing of [null, undefined]) {
      const change = { methods: nothing, tags: nothing } as unknown as Partial<McpServerConfig>;
      expect(mergeConfig(before, change)).toEqual(before);
    }
  });

  it('that was stored before a key existed takes that key’s default', () => {
    expect(storedConfig({ config: { methods: ['read'] } })).toEqual({ ...DEFAULT_CONFIG, methods: ['read'] });
    expect(storedConfig({ config: {} })).toEqual(DEFAULT_CONFIG);
  });

  it.each([{ methods: ['read'] }, { methods: ['search', 'write'] }, { tags: ['dashboards'] }, { methods: ['custom'] }])(
    '%j is taken, and lets some tools through',
    (change) => {
      expect(() => checkConfig(config(change))).not.toThrow();
      const count = toolsOf(config(change)).length;
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThan(toolCatalogue().tools.length);
    },
  );

  it('is refused for every name that no tool has, each with what there is, each named once', () => {
    const error = refusal(() => checkConfig(config({ methods: ['read', 'raed'], tags: ['dashbords', 'constructor'] })));
    expect(error.code).toBe('request.invalid');
    expect(error.fields.map(({ path }) => path)).toEqual(['config.methods', 'config.tags', 'config.tags']);
    const [method, tag] = error.fields;
    expect(method?.rule).toMatch(/^"raed" is not one of read, write, custom, /);
    expect(tag?.rule).toContain('dashboards');
    const known = method?.rule.split(' is not one of ')[1]?.split(', ') ?? [];
    expect(known.length).toBeGreaterThan(5);
    expect(new Set(known).size).toBe(known.length);
  });

  it('is refused when methods and tags together leave no tool', () => {
    const { tools } = toolCatalogue();
    const method = 'run_inline';
    const own = new Set(tools.filter((tool) => tool.method === method).flatMap(({ tags }) => tags));
    const other = tools.flatMap(({ tags }) => tags).find((tag) => !own.has(tag)) ?? '';
    expect(own.size).toBeGreaterThan(0);
    const error = refusal(() => checkConfig(config({ methods: [method], tags: [other] })));
    expect(error.code).toBe('mcp_server.no_tools');
    expect(error.message).toContain('/tools');
  });

  it('repeats no more of an unknown name than a reader needs', () => {
    const error = refusal(() => checkConfig(config({ tags: ['x'.repeat(5000)] })));
    expect(error.fields[0]?.rule).toMatch(/^"x{60}" is not/);
  });
});
