import { type TaskTool, taskGroup } from '../../catalogue/task-tool.js';

const tools: readonly TaskTool[] = [];

export const contentTasks = taskGroup('content', tools);
