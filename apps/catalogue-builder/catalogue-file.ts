import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CatalogueDocument } from './catalogue-document.js';

const foldersMax = 8;

/** Where the gateway looks for the catalogue: `dist/catalogue/looker-4.0.json` of its package, two folders above this one's. */
export function defaultCataloguePath(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let step = 0; step < foldersMax && !existsSync(join(folder, 'package.json')); step++) folder = dirname(folder);
  return join(folder, '..', '..', 'dist', 'catalogue', 'looker-4.0.json');
}

/** Writes the catalogue as one JSON file and returns its size in bytes. A reader sees the old file or the new one, whole. */
export function writeCatalogue(path: string, catalogue: CatalogueDocument): number {
  const text = JSON.stringify(catalogue);
  const unfinishedPath = `${path}.${process.pid}.unfinished`;
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(unfinishedPath, text);
    renameSync(unfinishedPath, path);
  } finally {
    rmSync(unfinishedPath, { force: true });
  }
  return Buffer.byteLength(text);
}
