import { taskGroup } from '../../catalogue/task-tool.js';
import { accessWorkflows } from './workflows/access-workflows.js';
import { apiKeyWorkflows } from './workflows/api-key-workflow.js';
import { auditWorkflows } from './workflows/audit-workflows.js';
import { connectionWorkflows } from './workflows/connection-workflow.js';
import { projectWorkflows } from './workflows/project-workflows.js';
import { sessionWorkflows } from './workflows/session-workflows.js';
import { userWorkflows } from './workflows/user-workflows.js';

export const workflowsTasks = taskGroup('workflows', [
  ...connectionWorkflows,
  ...projectWorkflows,
  ...userWorkflows,
  ...accessWorkflows,
  ...apiKeyWorkflows,
  ...auditWorkflows,
  ...sessionWorkflows,
]);
