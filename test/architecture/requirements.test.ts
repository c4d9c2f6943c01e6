import { describe, expect, it } from 'vitest';
import { pathsBelow, readText } from './source-files.js';

const README = 'src/auth/oauth/README.md';
/** A test that a line of the table names: its file, and its name as it stands there. */
const NAMED = /\| \[[\w-]+\]\((?:\.\.\/)+(test\/[\w/-]+\.test\.ts)\): `(.+)` \|$/gm;

const named = [...readText(README).matchAll(NAMED)].map(([, file = '', name = '']) => ({ file, name }));

describe('the requirements of sign-in', () => {
  it('are each held by a test that exists', () => {
    const missing = named.filter(({ file, name }) => !namesIn(file).includes(name));
    expect(missing).toEqual([]);
    expect(named.length).toBeGreaterThan(50);
  });

  it('name a test in each line, and none twice', () => {
    const lines = readText(README)
      .split('\n## What holds it')[1]
      ?.split('\n')
      .filter((line) => /^\| [^*|-]/.test(line) && !line.startsWith('| Requirement'));
    expect(lines?.length).toBe(named.length);
    expect(new Set(named.map(({ file, name }) => `${file} ${name}`)).size).toBe(named.length);
  });

  it('leave out no file of tests that attack it', () => {
    const files = pathsBelow('test').filter((path) => /^test\/e2e\/oauth-[\w-]+\.test\.ts$/.test(path));
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((path) => !named.some(({ file }) => file === path))).toEqual([]);
  });
});

/** What stands behind `it(` and `it.each(…)(`, whatever kind of quotes is around it. */
function namesIn(file: string): string[] {
  const text = readText(file);
  return [...text.matchAll(/(?:\bit\(|\)\(|\]\)\(|\n\s+)(['"`])((?:(?!\1).)+)\1,/g)].map(([, , name = '']) => name);
}
