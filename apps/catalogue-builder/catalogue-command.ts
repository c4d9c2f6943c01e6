import { resolve } from 'node:path';
import { buildCatalogue } from './build-catalogue.js';
import { defaultCataloguePath, writeCatalogue } from './catalogue-file.js';
import type { SdkSources } from './sdk-sources.js';

export interface CommandResult {
  exitCode: 0 | 1;
  line: string;
}

/**
 * Builds the catalogue and writes it to `outputPath` (default: where the gateway looks for it). The result's line sums up
 * what was written, or says why nothing was: on a failure the file stays as it was.
 */
export function runCatalogueCommand(outputPath: string | undefined, readSources: () => SdkSources): CommandResult {
  try {
    const path = outputPath === undefined ? defaultCataloguePath() : resolve(outputPath);
    const catalogue = buildCatalogue(readSources());
    const sizeBytes = writeCatalogue(path, catalogue);
    const schemas = Object.keys(catalogue.schemas).length;
    const counts = `${catalogue.operations.length} operations, ${schemas} schemas, ${sizeBytes} bytes`;
    return { exitCode: 0, line: `Looker ${catalogue.release}: ${counts} -> ${path}` };
  } catch (error) {
    return { exitCode: 1, line: `catalogue-builder: ${error instanceof Error ? error.message : String(error)}` };
  }
}
