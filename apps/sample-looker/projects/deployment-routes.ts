import { type Api, bodyRecord, type Call, isRecord, type LookerRecord, noContent, param } from '../api.js';
import type { Instance } from '../instance.js';
import { badRequest, invalid, notFound } from '../looker-errors.js';
import { presentBranch, push, requireCommit } from './git-routes.js';
import { problemsIn } from './project-routes.js';
import { type Project, productionBranch } from './projects.js';
import type { Commit, Tree } from './repository.js';

/** Deployments beyond this are forgotten. */
const deploymentsMax = 200;
/** Statuses that a deployment passes through before its last one, one for each time it is asked about. */
const statusesOnTheWay = ['PENDING', 'COMPILING'];

interface Deployment {
  id: string;
  project: Project;
  commit: Commit;
  asked: number;
}

/** Commits, deployments to production, and going back to what is deployed or pushed. */
export function registerDeploymentRoutes(api: Api, instance: Instance): void {
  const { projects } = instance;
  const projectOf = (call: Call) => projects.get(param(call, 'project_id'));

  api.post('/projects/:project_id/commit', (call) => commitChanges(instance, call, projectOf(call)));
  api.post('/projects/:project_id/deploy_to_production', (call) => {
    const project = projectOf(call);
    const checkout = projects.requireCheckout(project, call.token);
    push(project, checkout, productionBranch);
    project.production = checkout.head;
    return noContent;
  });
  api.post('/projects/:project_id/deploy_ref_to_production', (call) => {
    const project = projectOf(call);
    deploy(project, wantedCommit(project, call));
    return noContent;
  });
  api.post('/projects/:project_id/reset_to_production', (call) => {
    const project = projectOf(call);
    const checkout = projects.requireWritableCheckout(project, call.token);
    if (project.production === null) throw badRequest('This project is not in production yet.');
    checkout.reset(project.production);
    return noContent;
  });
  api.post('/projects/:project_id/reset_to_remote', (call) => {
    const project = projectOf(call);
    const checkout = projects.requireCheckout(project, call.token);
    const sha = project.repository.branches.get(checkout.branch);
    const commit = sha === undefined ? undefined : project.repository.find(sha);
    if (commit === undefined) throw badRequest(`Branch "${checkout.branch}" was never pushed.`);
    checkout.reset(commit);
    return noContent;
  });
  api.get('/projects/:project_id/current_workspace', (call) => {
    const project = projectOf(call);
    const isDev = call.token.workspaceId === 'dev';
    const checkout = isDev ? projects.requireCheckout(project, call.token) : null;
    return {
      project_id: project.name,
      workspace_id: call.token.workspaceId,
      git_status: checkout === null || checkout.changes().size === 0 ? 'clean' : 'uncommitted_changes',
      git_head: checkout?.head.sha ?? project.production?.sha ?? null,
      dependency_status: project.settings.dependency_status ?? 'lock_optional',
      git_branch: presentBranch(instance, { project, call }, checkout?.branch ?? productionBranch),
      lookml_type: 'new',
      can: { show: true },
    };
  });
  registerAsynchronousDeployments(api, projectOf);
}

function registerAsynchronousDeployments(api: Api, projectOf: (call: Call) => Project): void {
  const deployments = new Map<string, Deployment>();
  let latestId = 0;
  api.post('/projects/:project_id/async_deploy_ref_to_production', (call) => {
    const project = projectOf(call);
    const commit = wantedCommit(project, call);
    latestId += 1;
    const deployment = { id: String(latestId), project, commit, asked: 0 };
    deployments.set(deployment.id, deployment);
    const oldest = deployments.keys().next();
    if (deployments.size > deploymentsMax && !oldest.done) deployments.delete(oldest.value);
    return { status: 'queued', deployment_id: deployment.id };
  });
  api.get('/projects/:project_id/deploy_status/:deployment_id', (call) => {
    const deployment = deployments.get(param(call, 'deployment_id'));
    if (deployment === undefined || deployment.project !== projectOf(call)) throw notFound();
    const status = statusesOnTheWay[deployment.asked] ?? 'SUCCESS';
    deployment.asked += 1;
    if (status === 'SUCCESS') deploy(deployment.project, deployment.commit);
    return { status, error: null, commit_sha: deployment.commit.sha };
  });
}

function deploy(project: Project, commit: Commit): void {
  project.repository.branches.set(productionBranch, commit.sha);
  project.production = commit;
}

function wantedCommit(project: Project, call: Call): Commit {
  const { branch, ref } = call.query;
  if (branch && ref) throw badRequest('Only one of branch and ref can be given.');
  const wanted = branch || ref || productionBranch;
  if (branch && !project.repository.branches.has(branch)) throw invalid('branch', `There is no branch "${branch}".`);
  return requireCommit(project, wanted);
}

/** `{files, message, amend}`: commits these files, or all that changed. */
function commitChanges(instance: Instance, call: Call, project: Project): LookerRecord {
  const { projects } = instance;
  const checkout = projects.requireWritableCheckout(project, call.token);
  const body = bodyRecord(call);
  const message = typeof body.message === 'string' ? body.message.trim() : '';
  if (message === '' && body.amend !== true) throw invalid('message', 'This field is required.');
  const changed = [...checkout.changes().keys()];
  const wanted = Array.isArray(body.files) && body.files.length > 0 ? body.files.map(pathOf) : changed;
  const unchanged = wanted.find((path) => !changed.includes(path));
  if (unchanged !== undefined) throw invalid('files', `"${unchanged}" has no changes to commit.`);
  if (wanted.length === 0 && body.amend !== true) throw badRequest('There are no changes to commit.');
  const tree = checkout.treeWith(wanted);
  if (project.settings.validation_required === true) requireValid(instance, projects.withImportsOf(tree, call.token));
  const parentSha = body.amend === true ? checkout.head.parentSha : checkout.head.sha;
  const commit = project.repository.commit(parentSha, {
    tree,
    message: message || checkout.head.message,
    authorName: projects.nameOf(call.token.userId),
    at: instance.clock(),
  });
  checkout.advance(commit);
  return { sha: commit.sha, message: commit.message, branch: checkout.branch, files: wanted };
}

function requireValid(instance: Instance, tree: Tree): void {
  const problems = problemsIn(instance, tree);
  const [first] = problems;
  if (first === undefined) return;
  const count = problems.length === 1 ? '1 error' : `${problems.length} errors`;
  throw badRequest(`The project must be valid to be committed. ${count}, first in ${first.path}: ${first.message}`);
}

function pathOf(file: unknown): string {
  return String(isRecord(file) ? file.path : file);
}
