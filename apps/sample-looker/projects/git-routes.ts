import { generateKeyPairSync } from 'node:crypto';
import { Answer, type Api, type Call, type LookerRecord, noContent, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { badRequest, conflict, invalid, notFound } from '../looker-errors.js';
import { acceptBody } from '../records/accept-body.js';
import type { Checkout } from './checkout.js';
import { isReadOnly, ownerIdOf, type Project, productionBranch } from './projects.js';
import type { Commit } from './repository.js';

/** The branches of a project, what is checked out, commits of one's own changes, and deploy keys. */
export function registerGitRoutes(api: Api, instance: Instance): void {
  const { projects } = instance;
  const projectOf = (call: Call) => projects.get(param(call, 'project_id'));
  const present = (call: Call, project: Project, name: string) => presentBranch(instance, { project, call }, name);
  registerBranchReads(api, instance, projectOf);
  api.post('/projects/:project_id/git_branch', (call) => {
    const project = projectOf(call);
    const checkout = projects.requireCheckout(project, call.token);
    const { name, ref } = acceptBody(call, 'POST', '/projects/{project_id}/git_branch', ['name']);
    const branch = String(name);
    if (!/^[\w][\w./-]*$/.test(branch) || branch.endsWith('/')) throw invalid('name', 'Not a name git accepts.');
    if (project.repository.branches.has(branch) || checkout.branches.has(branch)) {
      throw conflict(`A branch named "${branch}" already exists.`);
    }
    const start = typeof ref === 'string' ? requireCommit(project, ref) : checkout.head;
    checkout.switchTo(branch, start);
    project.repository.branches.set(branch, start.sha);
    return present(call, project, branch);
  });
  api.put('/projects/:project_id/git_branch', (call) => {
    const project = projectOf(call);
    const checkout = projects.requireCheckout(project, call.token);
    const { name, ref } = acceptBody(call, 'PUT', '/projects/{project_id}/git_branch');
    if (typeof name === 'string' && name !== checkout.branch) checkOut(project, checkout, name);
    if (typeof ref === 'string') {
      const commit = requireCommit(project, ref);
      if (isReadOnly(project, checkout.branch, call.token.userId)) {
        throw badRequest(`Branch "${checkout.branch}" is read-only and cannot be reset.`);
      }
      checkout.reset(commit);
      project.repository.branches.set(checkout.branch, commit.sha);
    }
    return present(call, project, checkout.branch);
  });
  api.delete('/projects/:project_id/git_branch/*', (call) => {
    const project = projectOf(call);
    const branch = requireBranch(project, call);
    const isCheckedOut = [...project.checkouts.values()].some((checkout) => checkout.branch === branch);
    if (branch === productionBranch || ownerIdOf(project, branch) !== null || isCheckedOut) {
      throw badRequest(`Branch "${branch}" is the production branch, a personal branch or checked out.`);
    }
    project.repository.branches.delete(branch);
    for (const checkout of project.checkouts.values()) checkout.branches.delete(branch);
    return noContent;
  });
  registerCommits(api, instance, projectOf);
  registerDeployKeys(api, projectOf);
}

function registerBranchReads(api: Api, instance: Instance, projectOf: (call: Call) => Project): void {
  const { projects } = instance;
  const present = (call: Call, project: Project, name: string) => presentBranch(instance, { project, call }, name);
  const current = (call: Call, project: Project) =>
    call.token.workspaceId === 'dev' ? projects.requireCheckout(project, call.token).branch : productionBranch;

  api.get('/projects/:project_id/git_branches', (call) => {
    const project = projectOf(call);
    const local = project.checkouts.get(call.token.userId)?.branches.keys() ?? [];
    const names = new Set([...project.repository.branches.keys(), ...local]);
    return [...names].map((name) => present(call, project, name));
  });
  api.get('/projects/:project_id/git_branch', (call) => {
    const project = projectOf(call);
    return present(call, project, current(call, project));
  });
  api.get('/projects/:project_id/git_branch/*', (call) => {
    const project = projectOf(call);
    return present(call, project, requireBranch(project, call));
  });
}

/** The commit that a ref names. Throws a 422 when there is none. */
export function requireCommit(project: Project, ref: string): Commit {
  const commit = project.repository.resolve(ref);
  if (commit === undefined) throw invalid('ref', `There is no branch, tag or commit "${ref}".`);
  return commit;
}

/** Moves the remote's branch to what is checked out. Throws a 400 when that would lose commits. */
export function push(project: Project, checkout: Checkout, branch: string = checkout.branch): void {
  const remote = project.repository.branches.get(branch);
  if (remote !== undefined && !project.repository.isFastForward(remote, checkout.head.sha)) {
    throw badRequest(`Updates were rejected: branch "${branch}" has commits that "${checkout.branch}" does not have.`);
  }
  project.repository.branches.set(branch, checkout.head.sha);
}

export function presentBranch(
  { projects }: Instance,
  { project, call }: { project: Project; call: Call },
  name: string,
): LookerRecord {
  const { repository } = project;
  const local = project.checkouts.get(call.token.userId)?.branches.get(name);
  const remote = repository.branches.get(name);
  const sha = local ?? remote ?? project.production?.sha;
  const ownerId = ownerIdOf(project, name);
  const ahead = local !== undefined && remote !== undefined ? repository.countAhead(local, remote) : 0;
  const behind = local !== undefined && remote !== undefined ? repository.countAhead(remote, local) : 0;
  return completeRecord('GitBranch', {
    name,
    remote: 'origin',
    remote_name: name,
    owner_name: ownerId === null ? null : projects.nameOf(ownerId),
    readonly: isReadOnly(project, name, call.token.userId),
    personal: ownerId !== null,
    is_local: local !== undefined,
    is_remote: remote !== undefined,
    is_production: name === productionBranch,
    ahead_count: ahead,
    behind_count: behind,
    commit_at: sha === undefined ? null : Math.floor((repository.find(sha)?.at.getTime() ?? 0) / 1000),
    ref: sha ?? null,
    remote_ref: remote ?? null,
    can: { show: true, update: true },
  });
}

/** Branch names may hold slashes, so they are the rest of the path. */
function requireBranch(project: Project, call: Call): string {
  const name = param(call, '*');
  const isLocal = project.checkouts.get(call.token.userId)?.branches.has(name) === true;
  if (!isLocal && !project.repository.branches.has(name)) throw notFound();
  return name;
}

function checkOut(project: Project, checkout: Checkout, name: string): void {
  const sha = checkout.branches.get(name) ?? project.repository.branches.get(name);
  const commit = sha === undefined ? undefined : project.repository.find(sha);
  if (commit === undefined) throw notFound();
  checkout.switchTo(name, commit);
}

function registerCommits(api: Api, instance: Instance, projectOf: (call: Call) => Project): void {
  const { projects } = instance;
  api.post('/projects/:project_id/push_branch', (call) => {
    const project = projectOf(call);
    push(project, projects.requireWritableCheckout(project, call.token));
    return noContent;
  });
  api.post('/projects/:project_id/tag', (call) => {
    const project = projectOf(call);
    const checkout = projects.requireCheckout(project, call.token);
    const { tag_name: name, commit_sha: sha } = call.query;
    if (!name) throw invalid('tag_name', 'This field is required.');
    if (project.repository.hasTag(name)) throw conflict(`A tag named "${name}" already exists.`);
    project.repository.tag(name, sha ? requireCommit(project, sha).sha : checkout.head.sha);
    return noContent;
  });
}

function registerDeployKeys(api: Api, projectOf: (call: Call) => Project): void {
  const text = (key: string) => new Answer(200, key, { 'content-type': 'text/plain; charset=utf-8' });
  api.get('/projects/:project_id/git/deploy_key', (call) => {
    const { deployKey } = projectOf(call);
    if (deployKey === null) throw notFound();
    return text(deployKey);
  });
  api.post('/projects/:project_id/git/deploy_key', (call) => {
    const project = projectOf(call);
    if (project.deployKey !== null) throw conflict('This project already has a deploy key.');
    project.deployKey = `${newPublicKey()} looker-deploy-key-${project.name}`;
    return text(project.deployKey);
  });
}

/** The public key of a new pair in OpenSSH's form; nothing needs the private key, so it is dropped. */
function newPublicKey(): string {
  const { x = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
  const type = 'ssh-ed25519';
  const withLength = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const blob = Buffer.concat([withLength(Buffer.from(type)), withLength(Buffer.from(x, 'base64url'))]);
  return `${type} ${blob.toString('base64')}`;
}
