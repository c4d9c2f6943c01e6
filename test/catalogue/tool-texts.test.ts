import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../../src/tools/catalogue/operation.js';
import { resourceTools, toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import type { ToolDefinition } from '../../src/tools/catalogue/tool-definition.js';
import { toolName } from '../../src/tools/catalogue/tool-name.js';
import { toolNamed } from './tool-named.js';

const { tools } = toolCatalogue();
const size = (name: string) => JSON.stringify(toolNamed(name).inputSchema).length;

describe('the texts of tools', () => {
  it('describe a tool in at most 2 KB', () => {
    expect(tools.length).toBeGreaterThan(100);
    expect(tools.filter((tool) => Buffer.byteLength(tool.description) > 2048).map((tool) => tool.name)).toEqual([]);
  });

  it('say of every tool what it does, and then when to use it or which comes next', () => {
    const rows = resourceTools.flatMap((resource) =>
      resource.tools.map((row) => ({ name: row.name ?? toolName(resource, row.method), row })),
    );
    const names = tools.map((tool) => tool.name);
    const leadsOn = (row: ToolDefinition) =>
      resourceTools.some(({ toolset, tools: ours }) => toolset === 'tasks' && ours.includes(row)) ||
      Boolean(row.hint?.trim()) ||
      names.some((name) => row.about.includes(name));
    expect(rows.filter(({ row }) => row.about.trim() === '' || !leadsOn(row)).map(({ name }) => name)).toEqual([]);
    for (const { name, row } of rows)
      expect(toolNamed(name).description, name).toContain(
        row.hint === undefined ? row.about : `${row.about} ${row.hint}`,
      );
  });

  it('name no task tool that there is none of', () => {
    const words = new Set([
      ...tools.flatMap(({ name, alsoNamed }) => [name, ...alsoNamed]),
      ...tools.flatMap(({ inputSchema }) => Object.keys(inputSchema.properties ?? {})),
    ]);
    const verbs = 'list|get|search|create|update|delete|add|remove|find|set|run|render|send|stop|start|validate';
    const named = new RegExp(`\\b(?:${verbs})_[a-z0-9_]+\\b`, 'g');
    const absent = tools
      .filter(({ toolset }) => toolset === 'tasks')
      .flatMap(({ name, description, inputSchema }) => {
        const found = `${description} ${JSON.stringify(inputSchema)}`.match(named) ?? [];
        return found.filter((word) => !words.has(word)).map((word) => `${name}: ${word}`);
      });
    expect(absent).toEqual([]);
  });

  it('show no formats that a client might not know', () => {
    const formats = new Set<string>();
    const walk = (schema: JsonSchema): void => {
      if (schema.format !== undefined) formats.add(schema.format);
      for (const inner of Object.values(schema.properties ?? {})) walk(inner);
      if (schema.items) walk(schema.items);
    };
    for (const tool of tools) walk(tool.inputSchema);
    expect([...formats].filter((format) => format !== 'date-time')).toEqual([]);
  });

  it('explain filters and custom fields once in full, and send nobody to another tool for them', () => {
    const inline = toolNamed('looker_query_run_inline').inputSchema.properties ?? {};
    expect(JSON.stringify(inline.filters)).toContain('last 3 quarters');
    const { description: language } = Object(inline.filters?.additionalProperties);
    expect(language).toContain('^ before " % _ , ^ or a first - takes their meaning');
    expect(language).toContain('quotes that of NULL and blanks');
    expect(Object.keys(inline.dynamic_fields?.items?.properties ?? {})).toContain('_kind_hint');
    for (const word of ['last 3 quarters', '_kind_hint'])
      expect(tools.filter((tool) => JSON.stringify(tool.inputSchema).includes(word)).map((tool) => tool.name)).toEqual([
        ...['looker_query_run_inline', 'query'],
      ]);
    for (const name of ['create_a_looker_query', 'looker_query_render_inline'])
      for (const [argument, { description }] of Object.entries(toolNamed(name).inputSchema.properties ?? {}))
        expect(description, `${name} ${argument}`).toMatch(/\w{3}/);
    const texts = tools.map(
      ({ name, description, inputSchema }) => `${name}: ${description} ${JSON.stringify(inputSchema)}`,
    );
    expect(texts.filter((text) => /\bas (?:of|in|for) (?:looker|create|update|get|list|delete)_/.test(text))).toEqual(
      [],
    );
  });

  it.each([
    ['create_a_looker_query', 6000],
    ['looker_query_run_inline', 5000],
    ['create_a_looker_dashboard_element', 6000],
    ['create_a_looker_scheduled_plan', 4500],
    ['create_a_looker_alert', 4500],
  ])('keep the arguments of %s to %i characters', (name, max) => {
    expect(size(name)).toBeLessThanOrEqual(max);
  });
});
