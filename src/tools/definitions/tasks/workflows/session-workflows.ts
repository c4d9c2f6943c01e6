import { type TaskTool, writtenTask } from '../../../catalogue/task-tool.js';
import { killQuery, runningQueries, runningView, secondsOf, taskIdOf } from '../../../run/running-queries.js';
import { valueResult } from '../../../run/tool-answer.js';
import { endSession, readSessions, sessionView } from '../../../run/user-sessions.js';
import { dry_run, takeSteps } from '../../../run/workflow-steps.js';

const DAY_MS = 86_400_000;
const ENDED_MAX = 500;

export const sessionWorkflows: readonly TaskTool[] = [
  writtenTask({
    name: 'investigate_runaway_queries',
    effect: 'destructive',
    about: 'Lists queries that have been running for long, and with action "kill" stops them all.',
    hint: 'One alone: kill_query.',
    arguments: {
      threshold_seconds: { type: 'number', minimum: 0, default: 300, description: 'Those that run for so long.' },
      action: { type: 'string', enum: ['report', 'kill'], default: 'report', description: '"kill": stop them.' },
      dry_run,
    },
    needs: ['all_running_queries', 'kill_query'],
    run: async (call, { threshold_seconds: threshold = 300, action, dry_run: isDry }) => {
      const all = await runningQueries(call);
      const long = all.filter((query) => secondsOf(query) >= threshold).sort((a, b) => secondsOf(b) - secondsOf(a));
      const queries = long.map(runningView);
      if (action !== 'kill') return valueResult({ running: all.length, queries }, queries.length);
      const steps = long.map((query) => ({
        step: `Kill query ${taskIdOf(query)}`,
        work: () => killQuery(call, taskIdOf(query)),
      }));
      return takeSteps({ steps, affects: { running: all.length, queries } }, isDry);
    },
  }),
  writtenTask({
    name: 'disable_stale_sessions',
    effect: 'destructive',
    about:
      'Lists sessions that began long ago, and with action "terminate" ends them: their users have to log in again.',
    arguments: {
      max_age_days: { type: 'integer', minimum: 0, default: 90, description: 'Since they began.' },
      action: {
        type: 'string',
        enum: ['report', 'terminate'],
        default: 'report',
        description: '"terminate": end them.',
      },
      dry_run,
    },
    needs: ['search_users', 'delete_user_session'],
    run: async (call, { max_age_days: days = 90, action, dry_run: isDry }) => {
      const { sessions, isComplete } = await readSessions(call);
      const before = Date.now() - days * DAY_MS;
      const old = sessions
        .filter(({ session }) => Date.parse(String(session.created_at)) < before)
        .sort((one, other) => String(one.session.created_at).localeCompare(String(other.session.created_at)));
      const stale = old.slice(0, ENDED_MAX);
      const affects = {
        ...{ sessions: sessions.length, stale: old.length, users: new Set(stale.map(({ user }) => user.id)).size },
        stale_sessions: stale.map(sessionView),
        ...(!isComplete && { note: 'Only the sessions of the first 10,000 users were read.' }),
        ...(old.length > stale.length && { more: `Call again: at most ${ENDED_MAX} are ended by one call.` }),
      };
      if (action !== 'terminate') return valueResult(affects, stale.length);
      const steps = stale.map((session) => ({
        step: `End session ${String(session.session.id)} of ${session.user.name}`,
        work: () => endSession(call, session),
      }));
      return takeSteps({ steps, affects }, isDry);
    },
  }),
];
