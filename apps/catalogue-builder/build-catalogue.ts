import type { CatalogueDocument } from './catalogue-document.js';
import { catalogueProblems } from './check.js';
import { operationsOf } from './operations.js';
import type { SdkSources } from './sdk-sources.js';
import { modelSchemas, modelTypesOf } from './type-schemas.js';

const problemsShownMax = 20;

/**
 * The catalogue of the given sources, the same for the same sources. Throws an Error that lists the problems when the
 * sources do not hold the whole API.
 */
export function buildCatalogue(sources: SdkSources): CatalogueDocument {
  const types = modelTypesOf(sources.models);
  const catalogue = {
    release: sources.release,
    operations: operationsOf(sources.methods, types),
    schemas: modelSchemas(types),
  };
  const problems = catalogueProblems(catalogue, types.unknownTypes);
  if (problems.length > 0) {
    const shown = problems.slice(0, problemsShownMax).join('\n  ');
    throw new Error(`The SDK's sources do not give a whole catalogue (${problems.length} problems):\n  ${shown}`);
  }
  return catalogue;
}
