import { type TaskTool, taskGroup } from '../../catalogue/task-tool.js';

const tools: readonly TaskTool[] = [];

export const userAttributesTasks = taskGroup('user_attributes', tools);
