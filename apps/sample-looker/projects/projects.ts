import { createHash } from 'node:crypto';
import type { LookerRecord } from '../api.js';
import { badRequest, conflict, LookerError, notFound } from '../looker-errors.js';
import type { LookmlModel } from '../models/model-types.js';
import { displayNameOf } from '../people/user-summary.js';
import type { Content } from '../records/content-store.js';
import type { Viewer } from '../tokens.js';
import { Checkout } from './checkout.js';
import { withImports } from './imported-files.js';
import type { LookmlProblem } from './lookml-project.js';
import { type Dependency, dependenciesOf } from './manifest.js';
import { type Commit, Repository, type Tree } from './repository.js';
import { sampleFiles, sampleProjectNames } from './sample-files.js';

export const productionBranch = 'main';

/** How a remote dependency is fetched; the password is not stored. */
export interface RemoteCredential {
  username: string | null;
  sshPublicKey: string | null;
}
/** The latest validation of one workspace. */
export interface Validation {
  problems: readonly LookmlProblem[];
  treeDigest: string;
  seconds: number;
}

export interface Project {
  readonly name: string;
  readonly repository: Repository;
  /** What everybody's queries use; null until the first deployment. */
  production: Commit | null;
  /** By user id. */
  readonly checkouts: Map<string, Checkout>;
  /** By workspace: `production`, or the id of the user whose it is. */
  readonly validations: Map<string, Validation>;
  /** By the name of the dependency. */
  readonly credentials: Map<string, RemoteCredential>;
  settings: LookerRecord;
  deployKey: string | null;
}

const projectsMax = 200;
const emptyTree: Tree = new Map();
const newSettings: LookerRecord = {
  git_remote_url: null,
  git_service_name: 'bare',
  git_production_branch_name: productionBranch,
  pull_request_mode: 'off',
  validation_required: true,
  allow_warnings: true,
  git_release_mgmt_enabled: false,
  dependency_status: 'lock_optional',
};

/** The LookML projects of one instance. It begins with the one its models come from. */
export class Projects {
  private readonly byName = new Map<string, Project>();
  /** The trees that the instance began with: their LookML is written from its models. */
  private readonly sampleTrees = new WeakSet<Tree>();

  constructor(
    private readonly content: Content,
    private readonly clock: () => Date,
    models: readonly LookmlModel[],
  ) {
    for (const name of sampleProjectNames(models)) {
      const project = this.add(name);
      project.production = project.repository.commit(null, {
        tree: sampleFiles(name, models),
        message: 'Describe the shop',
        authorName: this.nameOf('1'),
        at: clock(),
      });
      project.repository.branches.set(productionBranch, project.production.sha);
      this.sampleTrees.add(project.production.tree);
    }
  }

  all(): Project[] {
    return [...this.byName.values()];
  }

  /** Throws a 404 for an unknown project. */
  get(name: string): Project {
    const project = this.byName.get(name);
    if (project === undefined) throw notFound();
    return project;
  }

  find(name: string): Project | undefined {
    return this.byName.get(name);
  }

  /** Throws a 409 for a name that is taken, a 422 when there are too many. */
  create(name: string, userId: string): Project {
    if (this.byName.has(name)) throw conflict(`A project named "${name}" already exists.`);
    if (this.byName.size >= projectsMax) throw new LookerError(422, 'This sample instance holds too many projects.');
    const project = this.add(name);
    const first = project.repository.commit(null, {
      tree: emptyTree,
      message: 'Initial commit',
      authorName: this.nameOf(userId),
      at: this.clock(),
    });
    project.checkouts.set(userId, new Checkout(this.personalBranchOf(userId), first));
    return project;
  }

  remove(name: string): void {
    this.byName.delete(name);
  }

  /** The copy of the token's user, made when it is first asked for. Throws a 400 outside of the dev workspace. */
  requireCheckout(project: Project, token: Viewer): Checkout {
    requireDevMode(token);
    return this.checkoutOf(project, token.userId);
  }

  /** As `requireCheckout`, for writing: throws a 400 when the branch is another developer's or the production branch. */
  requireWritableCheckout(project: Project, token: Viewer): Checkout {
    const checkout = this.requireCheckout(project, token);
    if (isReadOnly(project, checkout.branch, token.userId)) {
      throw badRequest(`Branch "${checkout.branch}" is read-only. Check out your own branch or create one.`);
    }
    return checkout;
  }

  /** The files of the workspace that the token has selected: what its user has checked out, or what is deployed. */
  treeOf(project: Project, token: Viewer): Tree {
    if (token.revision?.projectName === project.name) return token.revision.tree;
    if (token.workspaceId === 'dev') return this.checkoutOf(project, token.userId).tree;
    return project.production?.tree ?? emptyTree;
  }

  /** Those files and, below `//<name>/`, the files of the projects that they import, in the same workspace. */
  treeWithImports(project: Project, viewer: Viewer): Tree {
    return this.withImportsOf(this.treeOf(project, viewer), viewer);
  }

  /** The same for any tree. */
  withImportsOf(tree: Tree, viewer: Viewer): Tree {
    return withImports(tree, (dependency) => this.importedTree(dependency, viewer));
  }

  /** Whether the project's LookML, with what it imports, is that of the sample, so that nobody needs to read it. */
  isSample(project: Project, viewer: Viewer): boolean {
    const tree = this.treeOf(project, viewer);
    if (!this.sampleTrees.has(tree)) return false;
    return dependenciesOf(tree).every((dependency) => {
      const imported = this.importedTree(dependency, viewer);
      return imported === undefined || this.sampleTrees.has(imported);
    });
  }

  nameOf(userId: string): string {
    return displayNameOf(this.content.users.find(userId)) ?? userId;
  }

  /** A local project as the viewer's workspace has it; a remote one, where it is a project here, at the manifest's ref. */
  private importedTree({ name, url, ref }: Dependency, viewer: Viewer): Tree | undefined {
    if (url === null) {
      const project = this.byName.get(name);
      return project && this.treeOf(project, viewer);
    }
    const remote = this.all().find(({ settings }) => settings.git_remote_url === url);
    return remote?.repository.resolve(ref ?? productionBranch)?.tree;
  }

  /** `dev-ada-lovelace-4tnw`: the branch that belongs to a developer alone. */
  private personalBranchOf(userId: string): string {
    const name = this.nameOf(userId)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-');
    const suffix = createHash('sha1').update(userId).digest('base64url').replace(/[-_]/g, 'x').slice(0, 4);
    return `dev-${name}-${suffix.toLowerCase()}`;
  }

  private checkoutOf(project: Project, userId: string): Checkout {
    const known = project.checkouts.get(userId);
    if (known !== undefined) return known;
    const start = project.production ?? [...project.checkouts.values()][0]?.head;
    if (start === undefined) throw notFound();
    const checkout = new Checkout(this.personalBranchOf(userId), start);
    project.checkouts.set(userId, checkout);
    project.repository.branches.set(checkout.branch, start.sha);
    return checkout;
  }

  private add(name: string): Project {
    const project: Project = {
      name,
      repository: new Repository(),
      production: null,
      checkouts: new Map(),
      validations: new Map(),
      credentials: new Map(),
      settings: { ...newSettings },
      deployKey: null,
    };
    this.byName.set(name, project);
    return project;
  }
}

/** Throws a 400 outside of the dev workspace. */
export function requireDevMode(token: Viewer): void {
  if (token.workspaceId === 'dev') return;
  throw badRequest('Only allowed in development mode. Call update_session with workspace_id "dev" first.');
}

/** The id of the developer whose personal branch it is; null for a branch that everybody may use. */
export function ownerIdOf(project: Project, branch: string): string | null {
  return [...project.checkouts].find(([, checkout]) => checkout.personalBranch === branch)?.[0] ?? null;
}

/** Nobody writes to the production branch, and only its owner to a personal one. */
export function isReadOnly(project: Project, branch: string, userId: string): boolean {
  const ownerId = ownerIdOf(project, branch);
  return branch === productionBranch || (ownerId !== null && ownerId !== userId);
}

/** The same text for the same files, whatever their order. */
export function digestOf(tree: Tree): string {
  const hash = createHash('sha1');
  for (const path of [...tree.keys()].sort()) hash.update(JSON.stringify([path, tree.get(path)]));
  return hash.digest('hex');
}
