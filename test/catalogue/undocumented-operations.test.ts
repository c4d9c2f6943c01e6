import { describe, expect, it } from 'vitest';
import type { LookerRequest } from '../../src/looker/looker-request.js';
import { loadCatalogue } from '../../src/tools/catalogue/load-catalogue.js';
import { buildRequest } from '../../src/tools/catalogue/request.js';
import { servedCatalogue } from '../../src/tools/catalogue/undocumented-operations.js';
import { checkArguments } from '../../src/tools/schema/arguments.js';
import { toolNamed } from './tool-named.js';

const documented = loadCatalogue();
const served = servedCatalogue(documented);
const more = served.operations.slice(documented.operations.length);

/** The request of a call whose arguments the tool admits. */
function requestOf(name: string, args: Readonly<Record<string, unknown>>): LookerRequest {
  const tool = toolNamed(name);
  const all = { project_id: 'shop', ...args };
  expect(checkArguments(tool, all), name).toEqual([]);
  return buildRequest(tool, all);
}

const file = { path: 'views/orders.view.lkml', content: 'view: orders {}\n' };

describe('operations that Looker serves without describing them', () => {
  it('come after the documented ones, which stay as they are', () => {
    expect(more.map((operation) => operation.id).sort()).toEqual([
      'all_project_directories',
      'commit_project',
      'create_project_directory',
      'create_project_file',
      'delete_project',
      'delete_project_directory',
      'delete_project_file',
      'generate_project_lookml',
      'project_file_content',
      'push_project_branch',
      'update_project_file',
    ]);
    expect(served.operations.slice(0, documented.operations.length)).toEqual(documented.operations);
    expect(served.schemas).toMatchObject(documented.schemas);
  });

  it('are none that Looker describes: no id, no schema, no verb with its path is there twice', () => {
    const calls = served.operations.map(({ verb, path }) => `${verb} ${path.replace(/\{\w+\}/g, '{}')}`);
    expect(new Set(calls).size).toBe(calls.length);
    expect(new Set(served.operations.map((operation) => operation.id)).size).toBe(served.operations.length);
    const described = new Set(Object.keys(documented.schemas));
    const own = more.flatMap(({ body }) => body?.schema.$ref?.replace('#/schemas/', '') ?? []);
    expect(own).toHaveLength(5);
    for (const name of own) expect(described.has(name), name).toBe(false);
  });

  it('give way once Looker describes an operation of their id', () => {
    const described = more.slice(0, 1).map((operation) => ({ ...operation, path: '/described' }));
    const later = servedCatalogue({ ...documented, operations: [...documented.operations, ...described] });
    expect(later.operations.filter(({ id }) => id === described[0]?.id)).toEqual(described);
    expect(later.operations).toHaveLength(served.operations.length);
  });
});

describe('the tools for LookML files', () => {
  it('read, write and delete a file by its path in the project', () => {
    const path = { file_path: file.path };
    expect(requestOf('looker_project_files_content', path)).toEqual({
      verb: 'GET',
      path: '/projects/shop/file/content',
      query: path,
    });
    expect(requestOf('create_a_looker_project_file', file)).toEqual({
      verb: 'POST',
      path: '/projects/shop/files',
      query: {},
      body: file,
    });
    expect(requestOf('update_a_looker_project_file_by_id', file)).toEqual({
      verb: 'PUT',
      path: '/projects/shop/files',
      query: {},
      body: file,
    });
    expect(requestOf('delete_a_looker_project_file_by_id', path)).toEqual({
      verb: 'DELETE',
      path: '/projects/shop/files',
      query: path,
    });
  });

  it('want both the path and the whole text to write a file', () => {
    for (const name of ['create_a_looker_project_file', 'update_a_looker_project_file_by_id']) {
      const problems = checkArguments(toolNamed(name), { project_id: 'shop' });
      expect(problems.map((problem) => problem.path).sort()).toEqual(['content', 'path']);
    }
  });

  it('list, create and delete directories', () => {
    const directory = { path: 'views/sales' };
    const path = '/projects/shop/directories';
    expect(requestOf('list_all_looker_project_directories', {})).toEqual({ verb: 'GET', path, query: {} });
    expect(requestOf('create_a_looker_project_directory', directory)).toEqual({
      verb: 'POST',
      path,
      query: {},
      body: directory,
    });
    expect(requestOf('delete_a_looker_project_directory_by_id', directory)).toEqual({
      verb: 'DELETE',
      path,
      query: directory,
    });
  });

  it('generate views alone into "views" unless told otherwise', () => {
    const tables = [{ schema: 'public', table_name: 'orders', primary_key: 'id', columns: [{ column_name: 'id' }] }];
    const generate = (args: object) =>
      requestOf('looker_projects_generate_lookml', { connection: 'db', tables, ...args });
    expect(generate({})).toEqual({
      verb: 'POST',
      path: '/projects/shop/generate',
      query: { connection: 'db', file_type_for_explores: 'none', folder_name: 'views' },
      body: { tables },
    });
    expect(generate({ folder_name: 'raw' }).query).toMatchObject({ folder_name: 'raw' });
  });

  it('refuse a table without schema or name', () => {
    const args = { project_id: 'shop', connection: 'db', tables: [{ columns: [{}] }] };
    const paths = checkArguments(toolNamed('looker_projects_generate_lookml'), args).map((problem) => problem.path);
    expect(paths.sort()).toEqual(['tables.0.columns.0.column_name', 'tables.0.schema', 'tables.0.table_name']);
  });
});

describe('the tools for the git repository of a project', () => {
  it('commit the named files and push the branch', () => {
    const commit = { files: [file.path], message: 'Add orders', amend: false };
    expect(requestOf('looker_projects_commit', commit)).toEqual({
      verb: 'POST',
      path: '/projects/shop/commit',
      query: {},
      body: commit,
    });
    expect(requestOf('looker_projects_push_branch', {})).toEqual({
      verb: 'POST',
      path: '/projects/shop/push_branch',
      query: {},
    });
  });

  it('delete a project, whatever is in its id, and only the project', () => {
    expect(requestOf('delete_a_looker_project_by_id', { project_id: 'a/b' })).toEqual({
      verb: 'DELETE',
      path: '/projects/a%2Fb',
      query: {},
    });
  });

  it('are destructive where something is lost', () => {
    for (const name of ['project', 'project_file', 'project_directory'])
      expect(toolNamed(`delete_a_looker_${name}_by_id`).effect).toBe('destructive');
    for (const name of ['looker_projects_commit', 'looker_projects_push_branch', 'looker_projects_generate_lookml'])
      expect(toolNamed(name).effect).toBe('write');
    expect(toolNamed('looker_project_files_content').effect).toBe('read');
  });
});
