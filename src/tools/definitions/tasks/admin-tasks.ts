import { type TaskTool, taskGroup } from '../../catalogue/task-tool.js';
import { adminEmailLoginTasks } from './admin-email-login-tasks.js';
import { adminUserEditTasks } from './admin-user-edit-tasks.js';
import { adminUserTasks } from './admin-user-tasks.js';

const tools: readonly TaskTool[] = [...adminUserTasks, ...adminUserEditTasks, ...adminEmailLoginTasks];

export const adminTasks = taskGroup('admin', tools);
