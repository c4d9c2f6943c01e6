import { isRecord } from '../../../values/is-record.js';
import { type TaskTool, taskGroup, writtenTask } from '../../catalogue/task-tool.js';
import type { ToolCall } from '../../catalogue/tool.js';
import { answersBrief, type Brief, briefRecord } from '../../run/brief-answer.js';
import { recordsOf } from '../../run/list-answer.js';
import { listContent, partOf } from '../../run/listed-content.js';
import { valueResult } from '../../run/tool-answer.js';
import { lookerPath } from '../../schema/path-segment.js';

const folder: Brief = { properties: ['name', 'parent_id', 'child_count'], record: 'folder' };
const folderId = { folder_id: { type: 'string' } } as const;
const parent_id = { type: 'string', description: 'The folder that holds it.' } as const;

/** A folder with how much is in it, and the titles of that: Looker deletes all of it with the folder. */
async function readContents(call: ToolCall, id: string) {
  const fields = 'id,name,parent_id,child_count,dashboards(title),looks(title)';
  const { body } = await call.send({ verb: 'GET', path: lookerPath`/folders/${id}`, query: { fields } });
  const titlesIn = (name: string) => recordsOf(isRecord(body) ? body[name] : []).map(({ title }) => String(title));
  const { child_count: folders = 0, ...shown } = briefRecord(call, body, folder);
  return { shown, folders: Number(folders), dashboards: titlesIn('dashboards'), looks: titlesIn('looks') };
}

const TITLES_MAX = 20;

/** So many titles, and how many more there are; nothing of an empty list. */
const titled = (kind: string, titles: readonly string[]) =>
  titles.length === 0
    ? {}
    : {
        [kind]: titles.slice(0, TITLES_MAX),
        ...(titles.length > TITLES_MAX && { [`more_${kind}`]: titles.length - TITLES_MAX }),
      };

const folders: readonly TaskTool[] = [
  writtenTask({
    name: 'list_folders',
    about: 'Finds folders by name or parent; without either it lists all.',
    arguments: { name: { type: 'string', description: 'A part of the name.' }, parent_id },
    needs: ['search_folders'],
    run: (call, args) =>
      listContent(call, args, {
        path: '/folders/search',
        query: { name: args.name === undefined ? undefined : partOf(args.name), parent_id: args.parent_id },
        brief: folder,
        pagedBy: 'looker',
      }),
  }),
  writtenTask({
    name: 'get_folder',
    about: 'Gets a folder and how much is in it.',
    hint: 'Find its id with list_folders. What is in it: get_folder_children, get_folder_dashboards, get_folder_looks.',
    arguments: folderId,
    required: ['folder_id'],
    needs: ['folder'],
    run: async (call, { folder_id }) => {
      const { shown, folders: count, dashboards, looks } = await readContents(call, folder_id);
      return valueResult({ ...shown, folders: count, dashboards: dashboards.length, looks: looks.length });
    },
  }),
  {
    name: 'create_folder',
    operation: 'create_folder',
    about: 'Creates a folder inside another one.',
    hint: 'Find the parent with list_folders.',
    run: answersBrief({ properties: ['name', 'parent_id'], record: 'folder' }),
  },
  {
    name: 'update_folder',
    operation: 'update_folder',
    about: 'Renames a folder or moves it into another one.',
    hint: 'Find ids with list_folders.',
    requiredGroups: [['name', 'parent_id']],
    run: answersBrief({ properties: ['name', 'parent_id'], record: 'folder' }),
  },
  writtenTask({
    name: 'delete_folder',
    about: 'Deletes a folder for good, with all that is in it, and says what that was.',
    hint: 'What is in it: get_folder.',
    arguments: folderId,
    required: ['folder_id'],
    needs: ['folder', 'delete_folder'],
    run: async (call, { folder_id }) => {
      const { shown, folders: count, dashboards, looks } = await readContents(call, folder_id);
      await call.send({ verb: 'DELETE', path: lookerPath`/folders/${folder_id}`, query: {} });
      const { url: _, ...deleted } = shown;
      const contents = { ...titled('dashboards', dashboards), ...titled('looks', looks) };
      const held = { ...(count > 0 && { folders_with_their_content: count }), ...contents };
      return valueResult({ deleted, with_it: Object.keys(held).length > 0 ? held : 'It was empty.' });
    },
  }),
  writtenTask({
    name: 'get_folder_children',
    about: 'Lists the folders directly inside a folder.',
    arguments: folderId,
    required: ['folder_id'],
    needs: ['folder_children'],
    paged: true,
    run: (call, args) =>
      listContent(call, args, {
        path: lookerPath`/folders/${args.folder_id}/children`,
        query: {},
        brief: { properties: ['name', 'child_count'], record: 'folder' },
        pagedBy: 'looker',
      }),
  }),
  writtenTask({
    name: 'get_folder_ancestors',
    about: 'Lists the folders above a folder, from the root down: where it is.',
    arguments: folderId,
    required: ['folder_id'],
    needs: ['folder_ancestors'],
    run: (call, args) =>
      listContent(call, args, {
        path: lookerPath`/folders/${args.folder_id}/ancestors`,
        query: {},
        brief: { properties: ['name'], record: 'folder' },
        pagedBy: 'gateway',
      }),
  }),
  writtenTask({
    name: 'get_folder_looks',
    about: 'Lists the Looks in a folder.',
    hint: 'Rows of one: run_look.',
    arguments: folderId,
    required: ['folder_id'],
    needs: ['folder_looks'],
    paged: true,
    run: (call, args) =>
      listContent(call, args, {
        path: lookerPath`/folders/${args.folder_id}/looks`,
        query: {},
        brief: { properties: ['title', 'description'], record: 'look' },
        pagedBy: 'gateway',
      }),
  }),
  writtenTask({
    name: 'get_folder_dashboards',
    about: 'Lists the dashboards in a folder.',
    hint: 'What is on one: get_dashboard.',
    arguments: folderId,
    required: ['folder_id'],
    needs: ['folder_dashboards'],
    paged: true,
    run: (call, args) =>
      listContent(call, args, {
        path: lookerPath`/folders/${args.folder_id}/dashboards`,
        query: {},
        brief: { properties: ['title', 'description'], record: 'dashboard' },
        pagedBy: 'gateway',
      }),
  }),
];

export const folderTasks = taskGroup('folder', folders);
