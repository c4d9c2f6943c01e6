import { type TaskTool, taskGroup } from '../../catalogue/task-tool.js';
import { adminEmailLoginTasks } from './admin-email-login-tasks.js';
import { adminGroupMemberTasks } from './admin-group-member-tasks.js';
import { adminGroupTasks } from './admin-group-tasks.js';
import { adminRoleMemberTasks } from './admin-role-member-tasks.js';
import { adminRoleSetTasks } from './admin-role-set-tasks.js';
import { adminRoleTasks } from './admin-role-tasks.js';
import { adminScheduleEditTasks } from './admin-schedule-edit-tasks.js';
import { adminScheduleTasks } from './admin-schedule-tasks.js';
import { adminUserEditTasks } from './admin-user-edit-tasks.js';
import { adminUserTasks } from './admin-user-tasks.js';

const tools: readonly TaskTool[] = [
  ...adminUserTasks,
  ...adminUserEditTasks,
  ...adminEmailLoginTasks,
  ...adminRoleTasks,
  ...adminRoleMemberTasks,
  ...adminRoleSetTasks,
  ...adminGroupTasks,
  ...adminGroupMemberTasks,
  ...adminScheduleTasks,
  ...adminScheduleEditTasks,
];

export const adminTasks = taskGroup('admin', tools);
