import type { JsonSchema } from './operation.js';
import type { Args, Effect, ToolCall, ToolRun } from './tool.js';
import {
  type DescribedTool,
  EFFECTS,
  type Given,
  type OperationParts,
  type ResourceTools,
  type ToolDefinition,
} from './tool-definition.js';

/** The groups of task tools, which are their tags. */
export const TASK_GROUPS = [
  'explore',
  'query',
  'schema',
  'content',
  'board',
  'folder',
  'render',
  'health',
  'modeling',
  'git',
  'admin',
  'connection',
  'user_attributes',
  'credentials',
  'audit',
  'workflows',
  'identity',
  'conversational',
] as const;
export type TaskGroup = (typeof TASK_GROUPS)[number];

interface NamedTask extends DescribedTool {
  readonly name: string;
  /** Left out: it follows from the first word of the name, where that is list, get, create, update or delete. */
  readonly effect?: Effect;
}

type OperationTask = NamedTask & Omit<OperationParts, 'name'>;

interface WrittenTask extends NamedTask {
  readonly operation?: undefined;
  run(call: ToolCall, args: Args): ReturnType<ToolRun>;
}

/** A tool that does what somebody wants done: one of Looker's operations, or as many requests as it takes. */
export type TaskTool = OperationTask | WrittenTask;

/** A task tool whose `run` knows the types of its arguments. */
export const writtenTask = <
  const Schemas extends Readonly<Record<string, JsonSchema>>,
  const Required extends keyof Schemas & string = never,
>(
  definition: Omit<WrittenTask, 'arguments' | 'required' | 'run'> & {
    readonly arguments: Schemas;
    readonly required?: readonly Required[];
    run(call: ToolCall, args: Given<Schemas, Required>): ReturnType<ToolRun>;
  },
): TaskTool => definition;

/**
 * The tools of a group. The method of each, by which filters know it, is the first word of its name.
 * @throws Error for a tool that says nowhere what it does to Looker's content
 */
export const taskGroup = (group: TaskGroup, tools: readonly TaskTool[]): ResourceTools => ({
  resource: group,
  toolset: 'tasks',
  tools: tools.map((task) => definitionOf(group, task)),
});

function definitionOf(group: TaskGroup, task: TaskTool): ToolDefinition {
  const method = task.name.split('_')[0] ?? task.name;
  const effect = task.effect ?? (Object.hasOwn(EFFECTS, method) ? EFFECTS[method as keyof typeof EFFECTS] : undefined);
  if (effect === undefined) throw new Error(`${task.name} does not say whether it reads, writes or destroys.`);
  const title = task.title ?? titleOf(task.name);
  return { ...task, method, effect, title, arguments: { ...task.arguments, ...callTermArguments(group, task) } };
}

const SPELLINGS: Readonly<Record<string, string>> = {
  api3: 'API3',
  ci: 'CI',
  google: 'Google',
  ldap: 'LDAP',
  lookml: 'LookML',
  look: 'Look',
  looks: 'Looks',
  oidc: 'OIDC',
  pdt: 'PDT',
  saml: 'SAML',
  sql: 'SQL',
  totp: 'TOTP',
  url: 'URL',
};

function titleOf(name: string): string {
  const text = name
    .split('_')
    .map((word) => SPELLINGS[word] ?? word)
    .join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

const BRANCH: JsonSchema = {
  type: 'string',
  description: 'Git branch to run on, for this call alone.',
};
const PROJECT: JsonSchema = { type: 'string', description: 'The project of the branch. Needed with branch.' };

/** The arguments that say as whom and on which LookML a call runs. The call's own terms: no `run` sees them but `project_id`. */
function callTermArguments(group: TaskGroup, task: TaskTool): Readonly<Record<string, JsonSchema>> {
  const { workspace: use, mayActAs } = task;
  const workspace = use === 'on_checkout' ? undefined : use;
  const isOnProject = group === 'git' || group === 'modeling' || 'project_id' in (task.arguments ?? {});
  return {
    ...(workspace !== undefined &&
      workspace !== 'always_dev' && {
        dev_mode: {
          type: 'boolean',
          description: `In development mode. Default: ${workspace === 'dev'}.`,
        },
      }),
    ...(workspace !== undefined && { branch: BRANCH }),
    ...(workspace !== undefined && !isOnProject && { project_id: PROJECT }),
    ...(mayActAs && {
      act_as_user: { type: 'string', description: 'Id or e-mail of a Looker user to run as.' },
    }),
  };
}
