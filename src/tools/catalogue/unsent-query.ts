import { isRecord } from '../../values/is-record.js';
import type { Tool } from './tool.js';

const NOTE =
  'The query that was sent along is not used, and what is asked of the data is as before. To change it, make another query with create_a_looker_query and send its id as query_id.';

/**
 * What to tell a caller who sent back the query of a tile or a Look as it was answered. Looker takes its id alone, so that a
 * change inside it would be lost in silence; whether there is one is not known without another request.
 */
export function unsentQueryNote(tool: Tool, given: unknown): string {
  const { 'x-answered': answered = [], properties = {} } = tool.checkedSchema;
  if (!isRecord(given) || !isRecord(given.query) || !answered.includes('query') || !('query_id' in properties))
    return '';
  const isReplaced = given.query_id != null && given.query_id !== given.query.id;
  return isReplaced ? '' : NOTE;
}
