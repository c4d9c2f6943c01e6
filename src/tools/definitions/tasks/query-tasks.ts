import { type TaskTool, taskGroup } from '../../catalogue/task-tool.js';

const tools: readonly TaskTool[] = [];

export const queryTasks = taskGroup('query', tools);
