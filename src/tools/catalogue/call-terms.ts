import type { Args, Tool, Workspace, WorkspaceUse } from './tool.js';

/** As whom and on which LookML a call runs, where its caller says so. */
export interface CallTerms {
  /** The id or e-mail address of a Looker user; undefined: as whom the server's calls are made. */
  readonly actAsUser?: string;
  /** Undefined: the workspace that the caller's URL has chosen. */
  readonly workspace?: Workspace;
  /** Where the caller's URL has chosen none either. */
  readonly workspaceDefault?: Workspace;
  /** In the workspace `dev`: what is checked out while the call runs, and in which project. */
  readonly branch?: { readonly name: string; readonly projectId: string };
}

/** What a call with a branch lacks. */
export const PROJECT_MISSING = 'branch needs project_id: the LookML project that has the branch.';

/**
 * Takes the terms of a call out of its arguments; `project_id` stays among them.
 * @returns the text that says what is missing in their place
 */
export function callTerms(tool: Tool, args: Args): { readonly terms: CallTerms; readonly args: Args } | string {
  if (tool.workspace === null && !tool.mayActAs) return { terms: {}, args };
  const { dev_mode: isDev, branch: name, act_as_user: user, ...others } = args;
  const actAsUser = tool.mayActAs && typeof user === 'string' ? { actAsUser: user } : {};
  // What is no term of the call is the tool's own argument.
  const own = { ...others, ...withoutUndefined({ branch: name }) };
  if (tool.workspace === null) return { terms: actAsUser, args: own };
  if (tool.workspace === 'on_checkout') return { terms: { ...actAsUser, workspace: 'dev' }, args: own };
  if (typeof name !== 'string' || name === '')
    return { terms: { ...actAsUser, ...workspaceTerms(tool.workspace, isDev) }, args: others };
  const { project_id: project } = others;
  if (project === undefined || project === '') return PROJECT_MISSING;
  return { terms: { ...actAsUser, workspace: 'dev', branch: { name, projectId: String(project) } }, args: others };
}

const withoutUndefined = (args: Args): Args =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));

function workspaceTerms(use: WorkspaceUse, isDev: unknown): Pick<CallTerms, 'workspace' | 'workspaceDefault'> {
  if (use === 'always_dev') return { workspace: 'dev' };
  if (typeof isDev === 'boolean') return { workspace: isDev ? 'dev' : 'production' };
  return { workspaceDefault: use === 'dev' ? 'dev' : 'production' };
}
