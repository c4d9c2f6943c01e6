import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf } from './imports.js';
import { type SourceFile, sourceFiles } from './source-files.js';

/** Of these each file is a table, and there are as many as Looker has things. */
const TABLES = 'src/tools/definitions/';
const FILES_MAX = 20;
/** Whose folders stand one above the other. */
const FOLDERS = ['src/mcp'];

/** Where an import leads among the known files; a `.js` of a file stands for its `.ts` or `.tsx`. */
function targetOf(to: string, known: ReadonlySet<string>): string | undefined {
  return [to, to.replace(/\.ts$/, '.tsx'), `${to}.ts`, `${to}.tsx`].find((path) => known.has(path));
}

/**
 * The groups of files that import each other in a circle, types included (Tarjan's strongly connected components).
 * @param placeOf what a file counts as: itself, or its folder for the circles of folders.
 */
function circlesOf(files: readonly SourceFile[], placeOf = (path: string) => path): string[][] {
  const known = new Set(files.map(({ path }) => path));
  const targets = new Map<string, string[]>();
  for (const file of files) {
    const imported = importsOf(file).flatMap(({ to }) => targetOf(to, known) ?? []);
    targets.set(placeOf(file.path), [...(targets.get(placeOf(file.path)) ?? []), ...imported.map(placeOf)]);
  }
  const places = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (path: string): number => {
    const place = places.size;
    places.set(path, place);
    open.push(path);
    let low = place;
    for (const next of targets.get(path) ?? []) {
      if (!places.has(next)) low = Math.min(low, visit(next));
      else if (open.includes(next)) low = Math.min(low, places.get(next) ?? low);
    }
    if (low === place) {
      const circle = open.splice(open.indexOf(path));
      if (circle.length > 1) circles.push(circle.sort());
    }
    return low;
  };
  for (const path of targets.keys()) if (!places.has(path)) visit(path);
  return circles;
}

/** Folders with more files beside each other than somebody takes in at a glance. */
function crowdedFolders(paths: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(posix.dirname(path), (counts.get(posix.dirname(path)) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > FILES_MAX).map(([folder, count]) => `${folder}: ${count} files`);
}

describe('the rooms', () => {
  it.each(['src', 'apps/dashboard', 'apps/catalogue-builder', 'apps/sample-looker'])(
    'no files of %s import each other in a circle',
    (folder) => {
      const files = sourceFiles(folder);
      expect(files.length).toBeGreaterThanOrEqual(5);
      expect(circlesOf(files)).toEqual([]);
    },
  );

  it.each(FOLDERS)('no folders of %s import each other in a circle', (folder) => {
    const files = sourceFiles(folder);
    expect(new Set(files.map(({ path }) => posix.dirname(path))).size).toBeGreaterThanOrEqual(3);
    expect(circlesOf(files, posix.dirname)).toEqual([]);
  });

  it.each([
    ['src', 300],
    ['apps/dashboard', 100],
    ['apps/sample-looker', 100],
  ])('no folder of %s has more than 20 files beside each other, tables apart', (folder, filesMin) => {
    const paths = sourceFiles(folder).flatMap(({ path }) => (path.startsWith(TABLES) ? [] : [path]));
    expect(paths.length).toBeGreaterThanOrEqual(filesMin);
    expect(crowdedFolders(paths)).toEqual([]);
  });

  it('a circle and a crowded folder are found', () => {
    const made = (path: string, text: string) => ({ path, text });
    expect(
      circlesOf([
        made('src/a.ts', "import { b } from './b.js';"),
        made('src/b.ts', "import type { C } from './c/c.js';"),
        made('src/c/c.ts', "export { a } from '../a.js';"),
        made('src/d.ts', "import { a } from './a.js';"),
      ]),
    ).toEqual([['src/a.ts', 'src/b.ts', 'src/c/c.ts']]);
    const byFolder = [
      made('src/x/a.ts', "import { b } from '../y/b.js';"),
      made('src/x/c.ts', ''),
      made('src/y/b.ts', "import { c } from '../x/c.js';"),
    ];
    expect(circlesOf(byFolder)).toEqual([]);
    expect(circlesOf(byFolder, posix.dirname)).toEqual([['src/x', 'src/y']]);
    expect(crowdedFolders(Array.from({ length: 21 }, (_, at) => `src/x/${at}.ts`))).toEqual(['src/x: 21 files']);
  });
});
