import { describe, expect, it } from 'vitest';
import { FLOORS, floorProblems, folderOf } from './floor-problems.js';
import { COMPUTED, importsOf, isProjectPath } from './imports.js';
import { sourceFiles } from './source-files.js';

const files = sourceFiles('src');
const imports = files.flatMap(importsOf);
const between = imports.filter(({ from, to }) => isProjectPath(to) && folderOf(from) !== folderOf(to));
const made = (from: string, to: string, typeOnly = false) => ({ from, to, typeOnly });

describe('the floors of src/', () => {
  it('no folder imports from a floor above its own or beside it', () => {
    expect(files.length).toBeGreaterThanOrEqual(90);
    expect(imports.length).toBeGreaterThanOrEqual(350);
    expect(between.length).toBeGreaterThanOrEqual(120);
    expect(floorProblems(imports)).toEqual([]);
  });

  it('every folder of src/ has a floor', () => {
    const folders = [...new Set(files.map(({ path }) => folderOf(path)))];
    expect(folders.length).toBeGreaterThanOrEqual(15);
    expect(folders.filter((folder) => FLOORS[folder] === undefined)).toEqual([]);
  });

  it('every relative import leads to a file that is there', () => {
    const known = new Set(files.map(({ path }) => path));
    const toFiles = imports.filter(({ to }) => to.startsWith('src/') && !to.startsWith('src/database/generated/'));
    expect(toFiles.length).toBeGreaterThanOrEqual(200);
    expect(toFiles.filter(({ to }) => !known.has(to))).toEqual([]);
  });

  it('no import is put together at run time, where no check could follow it', () => {
    expect(imports.filter(({ to }) => to === COMPUTED)).toEqual([]);
  });

  it.each([
    ['up', made('src/errors/a.ts', 'src/http/b.ts')],
    ['up, for a type alone', made('src/looker/a.ts', 'src/mcp/b.ts', true)],
    ['up to the files directly in src/', made('src/mcp/a.ts', 'src/app.module.ts')],
    ['up to local mode', made('src/health/a.ts', 'src/local-mode/b.ts')],
    ['sideways between records', made('src/accounts/a.ts', 'src/mcp-servers/b.ts')],
    ['sideways between plain values', made('src/access/a.ts', 'src/config/b.ts')],
    ['sideways between doors', made('src/mcp/a.ts', 'src/health/b.ts')],
    ['into a folder without a floor', made('src/mcp/a.ts', 'src/attic/b.ts')],
    ['from a folder without a floor', made('src/attic/a.ts', 'src/errors/b.ts')],
    ['out of src/ into apps/', made('src/main.ts', 'apps/sample-looker/server.ts')],
    ['out of src/ into test/', made('src/main.ts', 'test/support/gateway.ts')],
    ['out of the package', made('src/main.ts', '../elsewhere/a.ts')],
  ])('an import that goes %s is found, with the reason', (_, violation) => {
    const problems = floorProblems([...imports, violation]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^\S+ imports \S+: .{20,}/);
  });

  it.each([
    ['down', made('src/mcp/a.ts', 'src/errors/b.ts')],
    ['within a folder, however deep', made('src/auth/principal.guard.ts', 'src/auth/api-tokens/b.ts')],
    ['between the files directly in src/ and local mode', made('src/main.ts', 'src/local-mode/b.ts')],
    ['back from local mode', made('src/local-mode/a.ts', 'src/app.setup.ts')],
  ])('an import that goes %s passes', (_, good) => {
    expect(floorProblems([good])).toEqual([]);
  });
});

describe('the reader of imports', () => {
  it('finds every form of import, where each leads, and whether it is for types alone', () => {
    const text = `
      import '../side-effect.js';
      import type { A } from './types.js';
      import { type B, type C } from 'only-types';
      import { type D, e } from 'types-and-values';
      import whole, { f } from 'default-too';
      import * as g from './module.mjs';
      export { h } from '../http/page.js';
      export type { I } from './types-again.js';
      import j = require('./old.js');
      type K = import('./inline.js').K;
      const later = async () => [await import('./later.js'), await import(\`@scope/\${name}\`), await import(name)];
      require('loaded');
      // import './a-comment.js';
      const l = "import './a-text.js'";`;
    expect(importsOf({ path: 'src/mcp/a.ts', text }).map(({ to, typeOnly }) => (typeOnly ? `type ${to}` : to))).toEqual(
      [
        'src/side-effect.ts',
        'type src/mcp/types.ts',
        'type only-types',
        'types-and-values',
        'default-too',
        'src/mcp/module.mts',
        'src/http/page.ts',
        'type src/mcp/types-again.ts',
        'src/mcp/old.ts',
        'type src/mcp/inline.ts',
        'src/mcp/later.ts',
        '@scope/',
        COMPUTED,
        'loaded',
      ],
    );
  });
});
