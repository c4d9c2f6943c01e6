import { readFileSync } from 'node:fs';
import type { CatalogueDocument } from './operation.js';

// Three folders up is the package root from src/tools/catalogue and from dist/tools/catalogue alike.
const CATALOGUE_URL = new URL('../../../dist/catalogue/looker-4.0.json', import.meta.url);

let loaded: CatalogueDocument | undefined;

/** The generated catalogue, read from disk on the first call. Throws an Error that names the build step when it is missing. */
export function loadCatalogue(): CatalogueDocument {
  loaded ??= readCatalogue();
  return loaded;
}

function readCatalogue(): CatalogueDocument {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(CATALOGUE_URL, 'utf8'));
  } catch (error) {
    const message = `Looker's catalogue is not at ${CATALOGUE_URL.pathname}: run "npm run build:catalogue".`;
    throw new Error(message, { cause: error });
  }
  if (!isCatalogue(document))
    throw new Error(`${CATALOGUE_URL.pathname} is not a catalogue: run "npm run build:catalogue".`);
  return document;
}

// The file is made by this project's own catalogue-builder, which checks its content: the outline is enough here.
function isCatalogue(value: unknown): value is CatalogueDocument {
  if (typeof value !== 'object' || value === null) return false;
  return 'release' in value && 'schemas' in value && 'operations' in value && Array.isArray(value.operations);
}
