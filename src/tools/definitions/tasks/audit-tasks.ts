import { taskGroup } from '../../catalogue/task-tool.js';
import { activityLogTasks } from './audit/activity-log-tasks.js';
import { ciRunTasks } from './audit/ci-run-tasks.js';
import { runningQueryTasks } from './audit/running-query-tasks.js';
import { sessionTasks } from './audit/session-tasks.js';

export const auditTasks = taskGroup('audit', [
  ...activityLogTasks,
  ...runningQueryTasks,
  ...sessionTasks,
  ...ciRunTasks,
]);
