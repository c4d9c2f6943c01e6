import { taskGroup } from '../../catalogue/task-tool.js';
import { contentValidationTasks } from './content-validation-tasks.js';
import { dashboardFilterTasks } from './dashboard-filter-tasks.js';
import { dashboardTasks } from './dashboard-tasks.js';
import { dashboardTileTasks } from './dashboard-tile-tasks.js';
import { embedUrlTasks } from './embed-url-tasks.js';
import { lookTasks } from './look-tasks.js';

export const contentTasks = taskGroup('content', [
  ...lookTasks,
  ...dashboardTasks,
  ...dashboardTileTasks,
  ...dashboardFilterTasks,
  ...embedUrlTasks,
  ...contentValidationTasks,
]);
