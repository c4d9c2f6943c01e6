import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../apps/catalogue-builder/build-catalogue.js';
import { runCatalogueCommand } from '../../apps/catalogue-builder/catalogue-command.js';
import type { Operation } from '../../apps/catalogue-builder/catalogue-document.js';
import { readSdkSources } from '../../apps/catalogue-builder/sdk-sources.js';

const sources = readSdkSources();
const catalogue = buildCatalogue(sources);
const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
afterAll(() => rmSync(folder, { recursive: true }));

function operation(id: string): Operation {
  const found = catalogue.operations.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`No operation ${id}.`);
  return found;
}

describe('the catalogue built from the SDK', () => {
  it('holds all 483 operations of the API, sorted by id, each once', () => {
    const ids = catalogue.operations.map((each) => each.id);
    expect(ids).toHaveLength(483);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('holds verb, path, tag, texts and parameters of an operation', () => {
    const search = operation('search_dashboards');
    expect(search).toMatchObject({
      verb: 'GET',
      path: '/dashboards/search',
      tag: 'Dashboard',
      responseType: 'Dashboard[]',
    });
    const limit = search.queryParameters.find((parameter) => parameter.name === 'limit');
    expect(limit).toMatchObject({ required: false, schema: { type: 'integer', format: 'int64' } });
    expect(limit?.description).not.toBe('');
    expect(operation('update_dashboard')).toMatchObject({
      verb: 'PATCH',
      path: '/dashboards/{dashboard_id}',
      pathParameters: [{ name: 'dashboard_id', required: true, schema: { type: 'string' } }],
      body: { required: true, schema: { $ref: '#/schemas/WriteDashboard' } },
    });
  });

  it('declares every path parameter of every operation, also of those with composed arguments', () => {
    for (const each of catalogue.operations) {
      const names = [...each.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(each.pathParameters.map((parameter) => parameter.name)).toEqual(names);
    }
    expect(operation('sync_lookml_dashboard').pathParameters).toHaveLength(1);
  });

  it('keeps read-only, nullable, required, enum and date-time of the schemas', () => {
    const { Alert, Dashboard, ScheduledPlan } = catalogue.schemas;
    expect(Dashboard?.properties?.id).toMatchObject({ type: 'string', readOnly: true });
    expect(Dashboard?.properties?.title).toMatchObject({
      type: 'string',
      nullable: true,
      description: 'Dashboard Title',
    });
    expect(Dashboard?.properties?.created_at).toMatchObject({ type: 'string', format: 'date-time' });
    expect(Alert?.required).toContain('threshold');
    expect(Alert?.properties?.comparison_type?.enum).toContain('LESS_THAN');
    expect(ScheduledPlan?.properties?.scheduled_plan_destination?.items).toEqual({
      $ref: '#/schemas/ScheduledPlanDestination',
    });
  });

  it('tells floats from integers and marks comma-separated lists', () => {
    expect(catalogue.schemas.Alert?.properties?.threshold?.type).toBe('number');
    expect(catalogue.schemas.QueryTask?.properties?.runtime?.type).toBe('number');
    expect(catalogue.schemas.DashboardFilter?.properties?.row?.type).toBe('integer');
    const ids = operation('all_users').queryParameters.find((parameter) => parameter.name === 'ids');
    expect(ids?.schema).toMatchObject({ type: 'array', items: { type: 'string' }, 'x-delimiter': ',' });
  });

  it('refers only to schemas it holds', () => {
    const references = [...JSON.stringify(catalogue).matchAll(/"#\/schemas\/(\w+)"/g)].map((match) => match[1] ?? '');
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter((name) => !(name in catalogue.schemas))).toEqual([]);
  });

  it('is the same on every build', () => {
    expect(JSON.stringify(buildCatalogue(sources))).toBe(JSON.stringify(catalogue));
  });
});

describe('the builder refuses sources it cannot read whole', () => {
  it('fails when operations are missing', () => {
    const end = sources.methods.lastIndexOf('  /**', sources.methods.length / 2);
    const half = `${sources.methods.slice(0, end)}\n}`;
    expect(() => buildCatalogue({ ...sources, methods: half })).toThrow(/Found \d+ operations, expected at least 483/);
  });

  it('fails when a type is not known', () => {
    const models = sources.models.replaceAll('interface IWriteDashboard {', 'interface ISomethingElse {');
    expect(() => buildCatalogue({ ...sources, models })).toThrow('Type reference IWriteDashboard is not known.');
  });

  it('fails when an operation has no tag', () => {
    const methods = sources.methods.replaceAll('//#region ', '// region ');
    expect(() => buildCatalogue({ ...sources, methods })).toThrow(
      'Operation accept_integration_hub_legal_agreement has no tag.',
    );
  });

  it('fails when a path parameter is not declared', () => {
    const methods = sources.methods.replace('/dashboards/$' + '{dashboard_id}', '/dashboards/$' + '{dashboard_slug}');
    expect(() => buildCatalogue({ ...sources, methods })).toThrow('path parameter dashboard_slug is not declared.');
  });
});

describe('the builder as a command', () => {
  it('creates folders, writes the file whole and sums it up in one line', () => {
    const path = join(folder, 'new', 'folders', 'catalogue.json');
    const { exitCode, line } = runCatalogueCommand(path, () => sources);
    expect(exitCode).toBe(0);
    expect(line).toMatch(/^Looker 26\.12: 483 operations, \d+ schemas, \d+ bytes -> /);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(catalogue);
    expect(readdirSync(join(folder, 'new', 'folders'))).toEqual(['catalogue.json']);
  });

  it('ends with 1 and leaves the file as it was when the sources are broken', () => {
    const path = join(folder, 'kept.json');
    writeFileSync(path, 'before');
    const { exitCode, line } = runCatalogueCommand(path, () => ({ ...sources, methods: 'export {};' }));
    expect(exitCode).toBe(1);
    expect(line).toContain('declares no class Looker40SDK');
    expect(readFileSync(path, 'utf8')).toBe('before');
  });
});
