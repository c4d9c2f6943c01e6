import { badRequest } from '../looker-errors.js';
import type { Commit, Tree } from './repository.js';

export type FileAction = 'add' | 'edit' | 'delete';

/**
 * One developer's copy of a project: branches of its own, one of them checked out, and files that may differ from its
 * latest commit. It outlives sessions, as in Looker.
 */
export class Checkout {
  readonly branches = new Map<string, string>();
  readonly directories = new Set<string>();
  /** Never changed in place, so that what was read out of a tree can be kept by it. */
  private files: Tree;

  constructor(
    readonly personalBranch: string,
    private headCommit: Commit,
    private currentBranch: string = personalBranch,
  ) {
    this.branches.set(currentBranch, headCommit.sha);
    this.files = headCommit.tree;
  }

  get branch(): string {
    return this.currentBranch;
  }

  get head(): Commit {
    return this.headCommit;
  }

  get tree(): Tree {
    return this.files;
  }

  write(path: string, text: string): void {
    this.files = new Map(this.files).set(path, text);
  }

  remove(path: string): void {
    const files = new Map(this.files);
    files.delete(path);
    this.files = files;
  }

  /** What differs from the latest commit. */
  changes(): Map<string, FileAction> {
    if (this.files === this.headCommit.tree) return new Map();
    return changesBetween(this.headCommit.tree, this.files);
  }

  /** The files of the latest commit with these changes, and no others. */
  treeWith(paths: readonly string[]): Tree {
    return this.applied(paths, this.headCommit.tree);
  }

  /** Moves the checked out branch to a commit; the files stay as they are. */
  advance(commit: Commit): void {
    this.headCommit = commit;
    this.branches.set(this.currentBranch, commit.sha);
  }

  /** Moves the checked out branch and drops all changes. */
  reset(commit: Commit): void {
    this.advance(commit);
    this.files = commit.tree;
  }

  /**
   * Checks a branch out at a commit. Changes that were not committed come along, as in git; throws a 400 when that would
   * overwrite one of them.
   */
  switchTo(branch: string, commit: Commit): void {
    const changes = this.changes();
    const overwritten = [...changes.keys()].filter((path) => this.headCommit.tree.get(path) !== commit.tree.get(path));
    if (overwritten.length > 0) {
      throw badRequest(`Commit or revert your changes before switching branches: ${overwritten.join(', ')}.`);
    }
    this.files = changes.size === 0 ? commit.tree : this.applied(changes.keys(), commit.tree);
    this.currentBranch = branch;
    this.advance(commit);
  }

  private applied(paths: Iterable<string>, tree: Tree): Map<string, string> {
    const files = new Map(tree);
    for (const path of paths) {
      const text = this.files.get(path);
      if (text === undefined) files.delete(path);
      else files.set(path, text);
    }
    return files;
  }
}

export function changesBetween(before: Tree, after: Tree): Map<string, FileAction> {
  const changes = new Map<string, FileAction>();
  for (const [path, text] of after) {
    if (!before.has(path)) changes.set(path, 'add');
    else if (before.get(path) !== text) changes.set(path, 'edit');
  }
  for (const path of before.keys()) if (!after.has(path)) changes.set(path, 'delete');
  return changes;
}
