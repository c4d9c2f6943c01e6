import { queryFields } from '../../catalogue/content-fields.js';
import { timeout, waitsForQueries } from '../../catalogue/query-runs.js';
import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { type ArgumentEdits, bareString, described, hidden, terse } from '../../schema/argument-edit.js';
import { otherFilters, resultPage, tableFormatBrief } from '../../schema/edits/query-edits.js';

const outline = 'id,title,description,folder(id,name),user_id,query_id,updated_at,view_count,deleted';
const whole = `${outline},content_metadata_id,created_at,last_viewed_at,public,is_run_on_load,short_url,query(${queryFields})`;
const searchEdits: ArgumentEdits = {
  content_favorite_id: hidden,
  user_id: described('Who created it.'),
  last_viewed_at: terse,
  deleted: described('true: those in the trash.'),
  query_id: terse,
};

export const lookTools: readonly ResourceTools[] = [
  {
    resource: 'looks',
    tools: [
      {
        operation: 'all_looks',
        method: 'list',
        about: 'Lists all active Looks (saved charts) in brief.',
        hint: 'To find one by title or folder use looker_looks_search.',
        fields: outline,
      },
      {
        operation: 'look',
        method: 'get',
        about: 'Gets one Look with its query.',
        hint: 'Run it with looker_looks_run.',
        fields: whole,
      },
      {
        operation: 'search_looks',
        method: 'search',
        edits: searchEdits,
        about: 'Finds Looks by title, description, folder and more.',
        hint: 'Text matches like SQL LIKE, without case: "%sales%". Then looker_looks_run for the data.',
        fields: outline,
      },
      {
        operation: 'create_look',
        method: 'create',
        about: 'Saves a query as a Look in a folder.',
        hint: 'Make the query with create_a_looker_query first. Give folder_id (looker_folders_search) unless you have a personal folder.',
        fields: whole,
        required: ['title', 'query_id'],
        edits: { deleted: { hidden: true } },
      },
      {
        operation: 'update_look',
        method: 'update',
        about: 'Changes the named properties of a Look.',
        hint: 'To change what it shows, make a new query with create_a_looker_query and set query_id.',
        fields: whole,
      },
      {
        operation: 'delete_look',
        method: 'delete',
        about: 'Deletes a Look for good.',
        hint: 'To be able to undo it, use update_a_looker_look_by_id with deleted: true.',
      },
      {
        operation: 'run_look',
        method: 'run',
        effect: 'read',
        about: 'Runs a Look, with other filters where wanted, and answers its rows.',
        hint: 'Find its id with looker_looks_search.',
        tags: ['queries'],
        ...waitsForQueries,
        needs: ['look', 'create_query', ...waitsForQueries.needs],
        arguments: { ...timeout, filters: otherFilters, ...resultPage },
        run: (call, args) => call.queries.run(args),
        edits: {
          result_format: tableFormatBrief,
          limit: { schema: { minimum: -1, description: 'Rows at most. Default: that of the Look.' } },
        },
      },
      {
        operation: 'copy_look',
        method: 'copy',
        effect: 'write',
        adds: true,
        about: 'Copies a Look, by default into the same folder.',
        hint: 'Change the copy with update_a_looker_look_by_id.',
      },
      {
        operation: 'move_look',
        method: 'move',
        effect: 'write',
        about: 'Moves a Look to another folder.',
        hint: 'Find the folder with looker_folders_search.',
      },
      {
        operation: 'update_look_certification',
        method: 'set_certification',
        effect: 'write',
        title: 'Certify a Look',
        about: 'Certifies a Look, or revokes that, for everybody to see.',
        hint: 'Find its id with looker_looks_search.',
        required: ['certification_status'],
        edits: { look_id: bareString },
      },
    ],
  },
];
