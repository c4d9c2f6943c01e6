import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import {
  otherQueryNames,
  queryArguments,
  queryBody,
  queryPart,
  queryShapeProblem,
} from '../../dashboards/query-arguments.js';
import { savedQueryId } from '../../dashboards/saved-query.js';
import { answersBrief, briefResult } from '../../run/brief-answer.js';
import { answersDeleted } from '../../run/deleted-answer.js';
import { listContent, searched } from '../../run/listed-content.js';
import { folderOrOwn } from '../../run/personal-folder.js';
import { refusedResult } from '../../run/tool-result.js';
import { bareString, described, hidden } from '../../schema/argument-edit.js';
import { contentSearch, folderArguments } from './content-search.js';

export const lookTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'list_looks',
    alsoNamed: ['get_looks'],
    otherNames: { desc: 'description' },
    about: 'Finds Looks (saved queries) by title or folder; without either it lists all.',
    hint: 'Rows of one: run_look.',
    arguments: contentSearch,
    needs: ['search_looks'],
    run: (call, args) =>
      listContent(call, args, {
        path: '/looks/search',
        query: searched(args),
        skip: args.offset,
        brief: { properties: ['title', 'description', 'folder.name'], record: 'look' },
        pagedBy: 'looker',
      }),
  }),
  writtenTask({
    name: 'create_look',
    alsoNamed: ['make_look'],
    otherNames: otherQueryNames,
    about: 'Saves a query with its chart as a Look. Names are checked before.',
    hint: 'Try it first with query.',
    arguments: { title: { type: 'string' }, ...queryArguments, description: { type: 'string' }, ...folderArguments },
    required: ['title', 'model', 'view', 'fields'],
    needs: ['create_query', 'create_look', 'me'],
    run: async (call, { title, description, folder_id, folder, ...query }) => {
      const problem = queryShapeProblem(query);
      const wrong = problem === null ? await call.fields.wrongNames(queryPart(query)) : [problem];
      if (wrong.length > 0) return refusedResult(wrong.join('\n'));
      const place = await folderOrOwn(call, folder_id ?? folder);
      if (place === null) return refusedResult('You have no personal folder: name a folder_id, from list_folders.');
      const query_id = await savedQueryId(call, queryBody(query));
      const body = { title, query_id, folder_id: place, ...(description !== undefined && { description }) };
      const made = await call.send({ verb: 'POST', path: '/looks', query: { fields: 'id,title' }, body });
      return briefResult(call, made.body, { properties: ['title'], record: 'look' });
    },
  }),
  {
    name: 'update_look',
    operation: 'update_look',
    about: 'Changes title or description of a Look, moves it to another folder, or into the trash and back.',
    only: ['title', 'description', 'folder_id', 'deleted'],
    edits: { fields: hidden, title: bareString, folder_id: bareString, deleted: described('true: into the trash.') },
    fields: 'id,title,folder(name),deleted',
    requiredGroups: [['title', 'description', 'folder_id', 'deleted']],
    run: answersBrief({ properties: ['title', 'folder.name', 'deleted'], record: 'look' }),
  },
  {
    name: 'delete_look',
    operation: 'delete_look',
    about: 'Deletes a Look for good.',
    hint: 'To be able to undo it: update_look with deleted: true.',
    run: answersDeleted({ fields: 'id,title', note: 'Tiles that showed it are empty now.' }),
  },
];
