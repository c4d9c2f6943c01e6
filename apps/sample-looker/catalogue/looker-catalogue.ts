import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A property, a parameter or a body, as Looker's API description has it. */
export interface ValueSchema {
  /** `#/schemas/Theme`: the value has that type. */
  $ref?: string;
  type?: string;
  items?: ValueSchema;
  enum?: readonly string[];
  nullable?: boolean;
  readOnly?: boolean;
}

export interface TypeSchema {
  properties: Readonly<Record<string, ValueSchema>>;
  required?: readonly string[];
}

export interface DescribedParameter {
  name: string;
  description?: string;
  required: boolean;
  schema: Readonly<Record<string, unknown>>;
}

export interface DescribedOperation {
  id: string;
  verb: string;
  /** e.g. `/themes/{theme_id}`. */
  path: string;
  tag: string;
  summary: string;
  description: string;
  deprecated?: boolean;
  pathParameters: readonly DescribedParameter[];
  queryParameters: readonly DescribedParameter[];
  body?: { required: boolean; schema: ValueSchema };
  /** e.g. `Look`, `Look[]`, `string`, `any`, `Dictionary<any>`. */
  responseType?: string;
}

/** Looker's API, as the build writes it into `dist/catalogue`. */
export interface LookerCatalogue {
  release: string;
  operations: readonly DescribedOperation[];
  schemas: Readonly<Record<string, TypeSchema>>;
}

let loaded: LookerCatalogue | undefined;

/** The operation of a verb and a path, or `undefined` when Looker documents none there. */
export function findOperation(verb: string, path: string): DescribedOperation | undefined {
  return catalogue().operations.find((operation) => operation.verb === verb && operation.path === path);
}

/** The paths that add one parameter to `path`, e.g. `/themes/{theme_id}` for `/themes`. */
export function pathsOfOne(path: string): string[] {
  const isOne = (candidate: string) =>
    candidate.startsWith(`${path}/{`) && !candidate.slice(path.length + 1).includes('/');
  return [
    ...new Set(
      catalogue()
        .operations.map((operation) => operation.path)
        .filter(isOne),
    ),
  ];
}

/** Throws a RangeError for a name that is no type of Looker's. */
export function typeSchema(name: string): TypeSchema {
  const schema = catalogue().schemas[name];
  if (schema === undefined) throw new RangeError(`Looker's API has no type ${name}.`);
  return schema;
}

/** The type that a value schema refers to, or `undefined` for a plain value. */
export function referredType(schema: ValueSchema): TypeSchema | undefined {
  return schema.$ref === undefined ? undefined : typeSchema(schema.$ref.slice('#/schemas/'.length));
}

/** Read once, when the first instance starts. Throws an Error that says how to make the file. */
export function catalogue(): LookerCatalogue {
  loaded ??= readCatalogue();
  return loaded;
}

function readCatalogue(): LookerCatalogue {
  const path = join(packageRoot(), '..', '..', 'dist', 'catalogue', 'looker-4.0.json');
  if (!existsSync(path)) throw new Error(`${path} is missing: run "npm run build" to make it.`);
  // The catalogue builder checks what it writes; here it is read as it is.
  return JSON.parse(readFileSync(path, 'utf8')) as LookerCatalogue;
}

/** This file lies at different depths as source and as built. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    if (dirname(folder) === folder) throw new Error('The sample runs from its package, which has a package.json.');
    folder = dirname(folder);
  }
  return folder;
}
