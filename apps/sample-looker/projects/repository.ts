import { createHash } from 'node:crypto';

/** The files of a project at one moment: text by path. One that is changed is another object. */
export type Tree = ReadonlyMap<string, string>;

export interface Commit {
  sha: string;
  parentSha: string | null;
  tree: Tree;
  message: string;
  authorName: string;
  at: Date;
}

export type NewCommit = Omit<Commit, 'sha' | 'parentSha'>;

/** More than any test or demonstration needs; further commits are refused. */
const commitsMax = 10_000;
const shortestSha = 7;

/** The commits, branches and tags of one project: what all its developers push to and fetch from. */
export class Repository {
  readonly branches = new Map<string, string>();
  private readonly commits = new Map<string, Commit>();
  private readonly tags = new Map<string, string>();

  /** Throws a RangeError when the repository is full. */
  commit(parentSha: string | null, given: NewCommit): Commit {
    if (this.commits.size >= commitsMax) throw new RangeError('This repository holds too many commits.');
    const hash = createHash('sha1').update(JSON.stringify([parentSha, given.message, given.authorName, given.at]));
    for (const [path, text] of given.tree) hash.update(JSON.stringify([path, text]));
    const commit = { ...given, sha: hash.digest('hex'), parentSha };
    this.commits.set(commit.sha, commit);
    return commit;
  }

  find(sha: string): Commit | undefined {
    return this.commits.get(sha);
  }

  hasTag(name: string): boolean {
    return this.tags.has(name);
  }

  tag(name: string, sha: string): void {
    this.tags.set(name, sha);
  }

  /** The commit that a branch, a tag, `origin/<branch>` or the beginning of a SHA names. */
  resolve(ref: string): Commit | undefined {
    const named = this.branches.get(ref.replace(/^origin\//, '')) ?? this.tags.get(ref);
    if (named !== undefined) return this.find(named);
    if (!/^[0-9a-f]+$/.test(ref) || ref.length < shortestSha) return undefined;
    return this.find(ref) ?? [...this.commits.values()].find((commit) => commit.sha.startsWith(ref));
  }

  /** Whether one commit is among the ancestors of the other, so that moving a branch loses no commit. */
  isFastForward(fromSha: string, toSha: string): boolean {
    return this.historyOf(toSha).has(fromSha);
  }

  /** How many commits of `sha` are not in the history of `otherSha`. */
  countAhead(sha: string, otherSha: string): number {
    const other = this.historyOf(otherSha);
    return [...this.historyOf(sha)].filter((known) => !other.has(known)).length;
  }

  private historyOf(sha: string): Set<string> {
    const history = new Set<string>();
    for (let at = this.find(sha); at !== undefined; at = at.parentSha === null ? undefined : this.find(at.parentSha)) {
      history.add(at.sha);
    }
    return history;
  }
}
