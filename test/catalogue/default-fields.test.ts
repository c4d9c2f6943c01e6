import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/tools/catalogue/load-catalogue.js';
import { buildRequest } from '../../src/tools/catalogue/request.js';
import { resourceTools, toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { fieldPaths } from './field-paths.js';

const { operations, schemas } = loadCatalogue();
/** Looker's text of this search says that it answers dashboards, and so it does; its type says their LookML. */
const answered: Readonly<Record<string, string>> = { search_lookml_dashboards: 'Dashboard' };
const rows = resourceTools
  .filter(({ toolset }) => toolset !== 'tasks')
  .flatMap((resource) => resource.tools)
  .filter((row) => row.operation !== undefined)
  .filter((row) => row.fields !== undefined);

function schemaNameAt(root: string, path: readonly string[]): string | undefined {
  return path.reduce<string | undefined>((name, step) => {
    const property = name === undefined ? undefined : schemas[name]?.properties?.[step];
    return (property?.$ref ?? property?.items?.$ref)?.replace('#/schemas/', '');
  }, root);
}

describe('the fields asked for by default', () => {
  it('are properties of what Looker answers, nested ones too, each named once', () => {
    let checked = 0;
    for (const row of rows) {
      const described = operations.find(({ id }) => id === row.operation)?.responseType?.replace('[]', '') ?? '';
      const root = answered[row.operation] ?? described;
      const paths = fieldPaths(row.fields ?? '');
      for (const path of paths) {
        const around = schemaNameAt(root, path.slice(0, -1));
        const known = Object.keys(schemas[around ?? '']?.properties ?? {});
        expect(known, `${row.operation}: ${path.join('.')}`).toContain(path.at(-1));
        checked += 1;
      }
      expect(new Set(paths.map(String)).size, row.operation).toBe(paths.length);
    }
    expect(checked).toBeGreaterThan(300);
  });

  it('reach Looker wherever a row names them, and give way to the ones a caller names', () => {
    const byOperation = new Map(
      toolCatalogue()
        .tools.filter(({ toolset }) => toolset === 'api')
        .map((tool) => [tool.operation?.id, tool]),
    );
    for (const row of rows) {
      const tool = byOperation.get(row.operation);
      if (!tool) throw new Error(`No tool for ${row.operation}.`);
      const path = Object.fromEntries(tool.requestPlan.pathNames.map((name) => [name, '1']));
      expect(buildRequest(tool, path).query.fields, row.operation).toBe(row.fields);
      expect(buildRequest(tool, { ...path, fields: 'id' }).query.fields, row.operation).toBe('id');
    }
  });

  it('show all that the tool which changes the same record changes', () => {
    /** Shown with the names of what they mean; written, never read; and what has a tool of its own. */
    const shownElsewhere = [
      'folder_id',
      'golden_query_ids',
      'override_warnings',
      'privatelabel_configuration',
      'mcp_tools',
    ];
    // Groups of task tools have several records.
    const tools = toolCatalogue().tools.filter(({ toolset }) => toolset === 'api');
    let checked = 0;
    for (const [reading, changing] of [
      ['get', 'update'],
      ['settings', 'change_settings'],
    ]) {
      for (const tool of tools.filter(({ method, requestPlan }) => method === reading && requestPlan.defaults.fields)) {
        const change = tools.find(({ resource, method }) => resource === tool.resource && method === changing);
        if (change?.requestPlan.body.kind !== 'properties') continue;
        const shown = fieldPaths(String(tool.requestPlan.defaults.fields)).map((path) => path.join('.'));
        const names = Object.entries(change.requestPlan.body.names).filter(
          ([name]) => name in (change.inputSchema.properties ?? {}),
        );
        const changed = names.map(([, key]) => key).filter((key) => !shownElsewhere.includes(key));
        expect(shown, tool.name).toEqual(expect.arrayContaining(changed));
        checked += changed.length;
      }
    }
    expect(checked).toBeGreaterThan(150);
  });
});
