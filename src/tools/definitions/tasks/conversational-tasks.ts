import { type TaskTool, taskGroup } from '../../catalogue/task-tool.js';

const tools: readonly TaskTool[] = [];

export const conversationalTasks = taskGroup('conversational', tools);
