import { type TaskTool, writtenTask } from '../../../catalogue/task-tool.js';
import type { ToolCall } from '../../../catalogue/tool.js';
import { listResult } from '../../../run/list-answer.js';
import { valueResult } from '../../../run/tool-answer.js';
import { refusedResult, type ToolResult } from '../../../run/tool-result.js';
import {
  endSession,
  findSession,
  lastUsed,
  readSessions,
  sessionView,
  type UserSession,
} from '../../../run/user-sessions.js';

const session_id = { type: 'string', description: 'From list_active_sessions.' } as const;
const user_id = { type: 'string', description: 'Whose it is. Saves a search through all users.' } as const;

const withSession = async (
  call: ToolCall,
  { session_id: id, user_id: userId }: { readonly session_id: string; readonly user_id: string | undefined },
  use: (found: UserSession) => Promise<ToolResult>,
): Promise<ToolResult> => {
  const found = await findSession(call, id, userId);
  if (found !== undefined) return use(found);
  const whose = userId === undefined ? '' : ` of user ${userId}`;
  return refusedResult(
    `There is no session ${id}${whose}: it may have ended. See list_active_sessions. Nothing was done.`,
  );
};

export const sessionTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'list_active_sessions',
    about: 'Lists the sessions of users at Looker, latest use first.',
    hint: 'End one with terminate_session, old ones with disable_stale_sessions.',
    arguments: {},
    needs: ['search_users'],
    run: async (call, args) => {
      const { sessions, isComplete } = await readSessions(call);
      const sorted = sessions.toSorted((one, other) => lastUsed(other).localeCompare(lastUsed(one)));
      const answer = listResult(call, args, sorted.map(sessionView));
      const note = { kind: 'text', text: 'Only the sessions of the first 10,000 users were read.' } as const;
      return isComplete ? answer : { ...answer, content: [...answer.content, note] };
    },
  }),
  writtenTask({
    name: 'get_session',
    about: 'Gets one session of a user: since when, with which browser, from where.',
    arguments: { session_id, user_id },
    required: ['session_id'],
    needs: ['search_users', 'user'],
    run: (call, args) => withSession(call, args, async (found) => valueResult(sessionView(found))),
  }),
  writtenTask({
    name: 'terminate_session',
    effect: 'destructive',
    about: 'Ends a session: its user has to log in again.',
    hint: 'To keep somebody out, lock them with offboard_user or update_user.',
    arguments: { session_id, user_id },
    required: ['session_id'],
    needs: ['search_users', 'user', 'delete_user_session'],
    run: (call, args) =>
      withSession(call, args, async (found) => {
        await endSession(call, found);
        return valueResult({ ended: sessionView(found) });
      }),
  }),
];
