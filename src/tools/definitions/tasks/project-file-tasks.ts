import { LookerError } from '../../../looker/looker-error.js';
import { isRecord } from '../../../values/is-record.js';
import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import type { ToolCall } from '../../catalogue/tool.js';
import { explainError } from '../../run/explain-error.js';
import { valueResult } from '../../run/tool-answer.js';
import { textResult } from '../../run/tool-result.js';
import { lookerPath } from '../../schema/path-segment.js';

const read = { workspace: 'dev', mayActAs: true } as const;
/** Looker takes no changes in production. */
const write = { workspace: 'always_dev', mayActAs: true } as const;

const FILE = { type: 'string', description: 'Path in the project, e.g. "views/orders.view.lkml".' } as const;
const file = { project_id: { type: 'string' }, file_id: FILE } as const;
const otherNames = { file_path: 'file_id', path: 'file_id', file_content: 'content' };
const directory = { project_id: { type: 'string' }, directory_path: { type: 'string' } } as const;

const CHECK = 'Check with validate_project.';

const filesPath = (projectId: string) => lookerPath`/projects/${projectId}/files`;
const directoriesPath = (projectId: string) => lookerPath`/projects/${projectId}/directories`;

/** Undocumented in Looker's description, and served (`PUT` and `POST /projects/{id}/files`). */
async function writeFile(call: ToolCall, verb: 'POST' | 'PUT', projectId: string, path: string, content: string) {
  await call.send({ verb, path: filesPath(projectId), query: {}, body: { path, content } });
  return valueResult({ file_id: path, characters: content.length, ...(await kept(call, projectId, path)) });
}

/** A change that is not committed would leave the branch of a call together with the call, so that it is committed there. */
async function kept(call: ToolCall, projectId: string, path: string): Promise<Record<string, unknown>> {
  if (call.onBranch === undefined) return { next: CHECK };
  const body = { files: [path], message: `Change ${path}` };
  try {
    await call.send({ verb: 'POST', path: lookerPath`/projects/${projectId}/commit`, query: {}, body });
    return { committed_on: call.onBranch, next: CHECK };
  } catch (error) {
    if (!(error instanceof LookerError)) throw error;
    const lost = `It could not be committed on ${call.onBranch} and goes along, uncommitted, to the branch that is checked out after this call.`;
    return {
      not_committed: `${lost} ${explainError(error)}`,
      next: 'Change more on a branch after switch_git_branch.',
    };
  }
}

export const projectFileTasks: readonly TaskTool[] = [
  {
    ...read,
    name: 'list_project_files',
    alsoNamed: ['get_project_files'],
    operation: 'all_project_files',
    about: 'Lists the files of a LookML project.',
    hint: 'Read one with get_file.',
    fields: 'id,path,type,git_status(action,conflict)',
  },
  writtenTask({
    ...read,
    name: 'get_file',
    alsoNamed: ['get_project_file'],
    title: 'Read a project file',
    about: 'Answers the text of a file of a LookML project.',
    arguments: file,
    required: ['project_id', 'file_id'],
    otherNames,
    needs: ['project_file_content'],
    run: async (call, { project_id: projectId, file_id: path }) => {
      const address = lookerPath`/projects/${projectId}/file/content`;
      const { body } = await call.send({ verb: 'GET', path: address, query: { file_path: path } });
      return typeof body === 'string' ? textResult(body) : valueResult(body);
    },
  }),
  writtenTask({
    ...write,
    name: 'create_file',
    alsoNamed: ['create_project_file'],
    title: 'Create a project file',
    about: 'Creates a file in a LookML project.',
    arguments: { ...file, content: { type: 'string' } },
    required: ['project_id', 'file_id', 'content'],
    otherNames,
    needs: ['create_project_file', 'commit_project'],
    run: (call, { project_id, file_id, content }) => writeFile(call, 'POST', project_id, file_id, content),
  }),
  writtenTask({
    ...write,
    name: 'update_file',
    alsoNamed: ['update_project_file'],
    title: 'Replace a project file',
    about: 'Replaces the whole text of a file of a LookML project.',
    hint: 'Read it first with get_file.',
    arguments: { ...file, content: { type: 'string' } },
    required: ['project_id', 'file_id', 'content'],
    otherNames,
    needs: ['update_project_file', 'commit_project'],
    run: (call, { project_id, file_id, content }) => writeFile(call, 'PUT', project_id, file_id, content),
  }),
  writtenTask({
    ...write,
    name: 'delete_file',
    alsoNamed: ['delete_project_file'],
    title: 'Delete a project file',
    about: 'Deletes a file of a LookML project.',
    arguments: file,
    required: ['project_id', 'file_id'],
    otherNames,
    needs: ['delete_project_file', 'commit_project'],
    run: async (call, { project_id: projectId, file_id: path }) => {
      await call.send({ verb: 'DELETE', path: filesPath(projectId), query: { file_path: path } });
      return valueResult({ deleted: path, ...(await kept(call, projectId, path)) });
    },
  }),
  writtenTask({
    ...read,
    name: 'get_project_directories',
    title: 'List project directories',
    about: 'Lists the directories of a LookML project.',
    arguments: { project_id: { type: 'string' } },
    required: ['project_id'],
    needs: ['all_project_directories'],
    run: async (call, { project_id: projectId }) => {
      const { body } = await call.send({ verb: 'GET', path: directoriesPath(projectId), query: {} });
      const paths = Array.isArray(body) ? body.map((one) => (isRecord(one) ? one.path : one)) : [];
      return valueResult(paths, paths.length);
    },
  }),
  writtenTask({
    ...write,
    name: 'create_project_directory',
    about: 'Creates a directory in a LookML project.',
    arguments: directory,
    required: ['project_id', 'directory_path'],
    otherNames: { path: 'directory_path' },
    needs: ['create_project_directory'],
    run: async (call, { project_id: projectId, directory_path: path }) => {
      await call.send({ verb: 'POST', path: directoriesPath(projectId), query: {}, body: { path } });
      return valueResult({ directory_path: path });
    },
  }),
  writtenTask({
    ...write,
    name: 'delete_project_directory',
    about: 'Deletes a directory of a LookML project, with the files in it.',
    arguments: directory,
    required: ['project_id', 'directory_path'],
    otherNames: { path: 'directory_path' },
    needs: ['delete_project_directory'],
    run: async (call, { project_id: projectId, directory_path: path }) => {
      await call.send({ verb: 'DELETE', path: directoriesPath(projectId), query: { path } });
      return valueResult({ deleted: path, next: CHECK });
    },
  }),
  writtenTask({
    ...write,
    name: 'create_view_from_table',
    effect: 'write',
    about: 'Writes a view file for each of some database tables into a LookML project.',
    hint: 'Find tables with list_tables.',
    arguments: {
      project_id: { type: 'string' },
      connection: { type: 'string' },
      tables: {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          properties: {
            schema: { type: 'string' },
            table_name: { type: 'string' },
            primary_key: { type: 'string', description: 'Column name.' },
          },
          required: ['schema', 'table_name'],
          additionalProperties: true,
        },
      },
      folder_name: { type: 'string', description: 'Default: views.' },
    },
    required: ['project_id', 'connection', 'tables'],
    needs: ['generate_project_lookml'],
    run: async (call, { project_id: projectId, connection, tables, folder_name: folder = 'views' }) => {
      const query = { connection, file_type_for_explores: 'none', folder_name: folder };
      const path = lookerPath`/projects/${projectId}/generate`;
      await call.send({ verb: 'POST', path, query, body: { tables } });
      return valueResult({ views: tables.length, folder, next: `See them with list_project_files. ${CHECK}` });
    },
  }),
];
