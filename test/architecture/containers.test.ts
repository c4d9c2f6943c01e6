import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentNames } from '../../src/config/environment.js';
import { PACKAGE_ROOT } from '../../src/config/settings.js';

const BUILT = '/app/';
/** Opened in local mode only, or read only where it exists. */
const NOT_IN_THE_IMAGE = ['apps/sample-looker/dist/main.js', '.env'];

const linesOf = (file: string) => readFileSync(join(PACKAGE_ROOT, file), 'utf8').split('\n');
const isThere = (path: string) => existsSync(join(PACKAGE_ROOT, path));

/** What the Dockerfile's COPY lines take: from the build context, and from what the stages before leave in /app. */
function copiedPaths() {
  const copies = linesOf('Dockerfile')
    .filter((line) => line.startsWith('COPY '))
    .map((line) => line.split(' ').slice(1, -1));
  return {
    context: copies.filter(([first]) => !first?.startsWith('--from=')).flat(),
    built: copies
      .filter(([first]) => first?.startsWith('--from='))
      .flatMap(([, ...sources]) => sources.map((source) => source.slice(BUILT.length))),
  };
}

/** What the image and the services of docker-compose.yml settle themselves, and what only local mode reads. */
const SETTLED = ['HOST', 'PORT', 'DATABASE_URL', 'REDIS_URL', 'GATEWAY_DATA_DIR', 'GATEWAY_SAMPLE_LOOKER'];

/** The keys directly below a path of a YAML file of nested block mappings. */
function keysBelow(file: string, path: readonly string[]): string[] {
  const open: { key: string; indent: number }[] = [];
  const keys: string[] = [];
  for (const line of linesOf(file)) {
    const [, spaces, key] = /^( *)([\w-]+):(?: |$)/.exec(line) ?? [];
    if (spaces === undefined || key === undefined) continue;
    while ((open.at(-1)?.indent ?? -1) >= spaces.length) open.pop();
    if (open.map((parent) => parent.key).join('/') === path.join('/')) keys.push(key);
    open.push({ key, indent: spaces.length });
  }
  return keys;
}

/** The paths below the package root that the gateway's code names. */
function openedPaths(): string[] {
  const sources = readdirSync(join(PACKAGE_ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  return sources
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...linesOf(join('src', file))
        .join('\n')
        .matchAll(/PACKAGE_ROOT,((?:\s*'[^']+',?)+)\s*\)/g),
    ])
    .map(([, names]) => [...(names ?? '').matchAll(/'([^']+)'/g)].map(([, name]) => name).join('/'));
}

describe('the image', () => {
  it('finds everything that it copies, after a build', () => {
    const { built } = copiedPaths();
    expect(built).toEqual(expect.arrayContaining(['package.json', 'node_modules', 'dist']));
    expect(built.filter((path) => !isThere(path))).toEqual([]);
    expect(isThere('dist/main.js')).toBe(true);
    expect(isThere('dist/commands/create-organization.js')).toBe(true);
  });

  it('holds every path that the gateway opens when a database is named', () => {
    const { built } = copiedPaths();
    const opened = openedPaths().filter((path) => !NOT_IN_THE_IMAGE.includes(path));
    expect(opened).toEqual(expect.arrayContaining(['package.json', 'prisma', 'apps/dashboard/dist']));
    const isCopied = (path: string) =>
      built.some((copied) => `${path}/`.startsWith(`${copied}/`) || copied.startsWith(`${path}/`));
    expect(opened.filter((path) => !isCopied(path))).toEqual([]);
  });

  it('is built from these paths and nothing else, so that no .env and no data folder is in a layer', () => {
    const [first, ...rules] = linesOf('.dockerignore').filter((line) => line !== '' && !line.startsWith('#'));
    const admitted = rules.filter((rule) => rule.startsWith('!')).map((rule) => rule.slice(1));
    expect(first).toBe('*');
    expect(admitted).toEqual(['package.json', 'package-lock.json', 'tsconfig.json', 'prisma', 'src', 'apps']);
    expect(rules).toContain('**/.env*');
    const isAdmitted = (path: string) => path === '.' || admitted.includes(path.split('/')[0] ?? '');
    expect(copiedPaths().context.filter((path) => !isAdmitted(path))).toEqual([]);
  });

  it('installs with the package.json of every program in apps/, as one lock file names them all', () => {
    const lines = linesOf('Dockerfile');
    const manifests = readdirSync(join(PACKAGE_ROOT, 'apps'))
      .map((name) => `apps/${name}/package.json`)
      .filter(isThere);
    expect(manifests.length).toBeGreaterThanOrEqual(4);
    const beforeInstall = lines.slice(0, lines.indexOf('RUN npm ci --ignore-scripts')).join('\n');
    expect(manifests.filter((path) => !beforeInstall.includes(`COPY ${path} `))).toEqual([]);
  });

  it('sets only what the gateway reads', () => {
    const line = linesOf('Dockerfile').find((text) => text.startsWith('ENV ')) ?? '';
    const names = line.split(' ').flatMap((pair) => pair.match(/^\w+(?==)/) ?? []);
    expect(names).toEqual(['NODE_ENV', 'HOST', 'PORT']);
    expect(environmentNames()).toEqual(expect.arrayContaining(names.slice(1)));
  });
});

describe('docker-compose.yml', () => {
  it('runs PostgreSQL, Redis and the gateway', () => {
    expect(keysBelow('docker-compose.yml', ['services'])).toEqual(['postgres', 'redis', 'gateway']);
  });

  it('passes on every setting that the gateway reads, under its own name, and nothing else', () => {
    const given = keysBelow('docker-compose.yml', ['services', 'gateway', 'environment']);
    const passedOn = environmentNames().filter((name) => !SETTLED.includes(name));
    expect(passedOn.length).toBeGreaterThanOrEqual(15);
    expect([...given].sort()).toEqual([...passedOn, 'DATABASE_URL', 'REDIS_URL'].sort());
    const lines = linesOf('docker-compose.yml');
    const isPassedOn = (name: string) => lines.some((line) => line.startsWith(`      ${name}: "\${${name}:`));
    expect(passedOn.filter((name) => !isPassedOn(name))).toEqual([]);
  });

  it('lets a setting that is not there be empty, but for those that it cannot start without', () => {
    const lines = linesOf('docker-compose.yml').filter((line) => /^ {6}(GATEWAY_\w+|PUBLIC_URL): /.test(line));
    const required = lines.filter((line) => line.includes(':?')).map((line) => line.trim().split(':')[0]);
    expect(required).toEqual(['GATEWAY_MASTER_KEYS', 'PUBLIC_URL']);
    expect(lines.filter((line) => !line.includes(':?') && !line.endsWith(':-}"'))).toEqual([]);
  });
});
