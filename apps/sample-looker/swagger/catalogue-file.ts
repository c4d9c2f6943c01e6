import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface CatalogueParameter {
  readonly name: string;
  readonly description?: string;
  readonly required: boolean;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** One operation of Looker's API, as the build writes it into `dist/catalogue`. */
export interface CatalogueOperation {
  readonly id: string;
  readonly verb: string;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly deprecated?: boolean;
  readonly pathParameters: readonly CatalogueParameter[];
  readonly queryParameters: readonly CatalogueParameter[];
  readonly body?: { readonly required: boolean; readonly schema: Readonly<Record<string, unknown>> };
  /** e.g. `Look`, `Look[]`, `string`, `any`, `Dictionary<any>`. */
  readonly responseType?: string;
}

export interface Catalogue {
  readonly release: string;
  readonly operations: readonly CatalogueOperation[];
  readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const filePath = ['..', '..', 'dist', 'catalogue', 'looker-4.0.json'];

/** The catalogue that the build left in the gateway's package; null when it was never built. */
export function readCatalogue(): Catalogue | null {
  const root = packageRoot(dirname(fileURLToPath(import.meta.url)));
  const file = root === null ? null : join(root, ...filePath);
  if (file === null || !existsSync(file)) return null;
  // The build checks the file against its own types before it writes it.
  return JSON.parse(readFileSync(file, 'utf8')) as Catalogue;
}

function packageRoot(folder: string): string | null {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : packageRoot(parent);
}
