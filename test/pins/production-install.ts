import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../architecture/source-files.js';

interface LockedPackage {
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  /** Needed by development tools and optional packages alone. */
  readonly devOptional?: boolean;
}

/** Bytes of a package's own files; what is nested in its node_modules has a line of its own in the lock file. */
function bytesOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? bytesOf(path) : statSync(path).size;
    })
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** Size of the files that `npm ci --omit=dev --omit=optional --workspaces=false` installs, in MB of 2^20 bytes. */
export function productionInstallMb(): number {
  const { packages } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package-lock.json'), 'utf8'));
  const installed = Object.entries<LockedPackage>(packages)
    .filter(([path]) => path.startsWith('node_modules/'))
    .filter(([, { link, dev, optional, devOptional }]) => !(link || dev || optional || devOptional))
    .map(([path]) => bytesOf(join(PACKAGE_ROOT, path)));
  return installed.reduce((sum, bytes) => sum + bytes, 0) / 2 ** 20;
}
