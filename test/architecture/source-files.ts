import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What tools write or install; nobody reviews it. */
const NOT_OURS = new Set(['node_modules', 'dist', 'generated']);

export interface SourceFile {
  /** From the package root, with slashes: `src/main.ts`. */
  readonly path: string;
  readonly text: string;
}

/** The paths of all our files below a folder of the package, sorted. */
export function pathsBelow(folder: string): string[] {
  const walk = (at: string): string[] =>
    readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
      if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : walk(join(at, entry.name));
      return [relative(PACKAGE_ROOT, join(at, entry.name)).split(sep).join('/')];
    });
  return walk(join(PACKAGE_ROOT, folder)).sort();
}

export const readText = (path: string): string => readFileSync(join(PACKAGE_ROOT, path), 'utf8');

/** The TypeScript files below a folder of the package, with their text. */
export const sourceFiles = (folder: string): SourceFile[] =>
  pathsBelow(folder)
    .filter((path) => /\.(m|c)?tsx?$/.test(path))
    .map((path) => ({ path, text: readText(path) }));
