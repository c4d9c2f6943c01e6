import { taskGroup } from '../../catalogue/task-tool.js';
import { agentTasks } from './conversational/agent-tasks.js';
import { askTasks } from './conversational/ask-tasks.js';
import { conversationTasks } from './conversational/conversation-tasks.js';

export const conversationalTasks = taskGroup('conversational', [...askTasks, ...agentTasks, ...conversationTasks]);
