import { isStorable, storableText } from '../../http/input/text.js';
import { type PartPath, readParts } from '../../looker/json-parts.js';
import type { Verb } from '../../looker/looker-request.js';
import { isRecord, type JsonRecord } from '../../values/is-record.js';
import type { JsonSchema, Operation, Parameter } from '../catalogue/operation.js';
import { leadingSentences, plainText } from '../catalogue/plain-text.js';

/** What an instance says of its own API: the operations, and the schemas that their bodies refer to. */
export interface InstanceDescription {
  readonly operations: readonly Operation[];
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

/** Thrown for a document that is no description of Looker's API; the message says what is wrong with it. */
export class DescriptionError extends Error {
  override readonly name = 'DescriptionError';
}

const VERBS: Readonly<Record<string, Verb>> = {
  get: 'GET',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
};
/** A description with less is cut off, or of something else: taken for whole, it would hide nearly all tools. */
const OPERATIONS_MIN = 100;
/** Ten times what Looker has. */
const OPERATIONS_MAX = 5_000;
const SCHEMAS_MAX = 5_000;
/** Looker's has about 3 MB and 80,000 values. */
const DESCRIPTION_BYTES_MAX = 16 * 1024 * 1024;
const VALUES_MAX = 400_000;
const PARAMETERS_MAX = 60;
const ID = /^[a-z][a-z0-9_]{1,63}$/;
const PATH = /^(\/([a-zA-Z0-9_.-]+|\{[a-z][a-z0-9_]*\}))+$/;
const NAME = /^[A-Za-z_][A-Za-z0-9_.[\]]{0,63}$/;
/** Every object has members of these names, such as `constructor`: looked up, they are there where nothing is called so. */
const isFree = (name: string) => !(name in Object.prototype);
const isStorableText = (value: unknown): value is string => typeof value === 'string' && isStorable(value);
const isName = (name: string) => NAME.test(name) && isFree(name);
const TEXT_CHARACTERS_MAX = 300;
const TEXT_CHARACTERS_READ = 4_000;
const DEPTH_MAX = 8;

/**
 * Reads the Swagger 2 document that an instance serves (Looker operation `versions`, `swagger_url`), path by path while it
 * comes in. Names and paths that could not be Looker's, and all that is not needed for tools, are left out; texts are cut.
 * @throws DescriptionError, and LookerError where it cannot be read.
 */
export async function readDescription(chunks: AsyncIterable<Uint8Array>): Promise<InstanceDescription> {
  const document = { version: undefined as unknown, hasPaths: false };
  const operations: Operation[] = [];
  const schemas: [string, JsonSchema][] = [];
  await readParts(chunks, {
    bytesMax: DESCRIPTION_BYTES_MAX,
    valuesMax: VALUES_MAX,
    visit: (path, kind) => {
      if (path.length === 1 && path[0] === 'paths') document.hasPaths = kind === 'object';
      return isEntered(path) ? 'enter' : isRead(path) ? 'take' : 'skip';
    },
    onPart: ([part, name = ''], value) => {
      if (part === 'swagger') document.version = value;
      else if (part === 'paths') operations.push(...operationsOf(String(name), value));
      else schemas.push([String(name), schemaOf(value, 0)]);
      checkNotTooMany(operations, schemas);
    },
  });
  if (!document.hasPaths) throw new DescriptionError('it is no Swagger document');
  if (document.version !== '2.0') throw new DescriptionError('it is not in the Swagger 2.0 format');
  if (operations.length < OPERATIONS_MIN)
    throw new DescriptionError(`it names ${operations.length} operations, far fewer than Looker has`);
  if (new Set(operations.map(({ id }) => id)).size !== operations.length)
    throw new DescriptionError('it names an operation twice');
  return { operations, schemas: Object.fromEntries(schemas) };
}

const isEntered = (path: PartPath) =>
  path.length === 0 || (path.length === 1 && (path[0] === 'paths' || path[0] === 'definitions'));

function isRead([part, name]: PartPath): boolean {
  if (part === 'paths') return PATH.test(String(name));
  return part === 'swagger' || (part === 'definitions' && isName(String(name)));
}

function checkNotTooMany({ length: operations }: readonly unknown[], { length: schemas }: readonly unknown[]): void {
  if (operations > OPERATIONS_MAX)
    throw new DescriptionError(`it names ${operations} operations, far more than Looker has`);
  if (schemas > SCHEMAS_MAX) throw new DescriptionError(`it names ${schemas} schemas, far more than Looker has`);
}

function operationsOf(path: string, item: unknown): Operation[] {
  if (!isRecord(item)) return [];
  return Object.entries(VERBS).flatMap(([key, verb]) => {
    const operation = item[key];
    return isRecord(operation) ? operationOf(path, verb, operation) : [];
  });
}

function operationOf(path: string, verb: Verb, operation: JsonRecord): Operation[] {
  const id = operation.operationId;
  if (typeof id !== 'string' || !ID.test(id) || !isFree(id)) return [];
  const parameters = (Array.isArray(operation.parameters) ? operation.parameters : []).filter(isRecord);
  const named = (place: string) => parameters.filter((parameter) => parameter.in === place).flatMap(parameterOf);
  const pathParameters = named('path');
  // A path whose parameters are not described could not be filled in.
  if (pathParameters.length !== (path.match(/\{/g) ?? []).length || parameters.length > PARAMETERS_MAX) return [];
  const body = parameters.find((parameter) => parameter.in === 'body');
  const [tag] = Array.isArray(operation.tags) ? operation.tags : [];
  const responseType = responseTypeOf(operation.responses);
  return [
    {
      id,
      verb,
      path,
      tag: typeof tag === 'string' ? shortText(tag) : 'Other',
      summary: shortText(operation.summary),
      description: shortText(operation.description),
      ...(operation.deprecated === true && { deprecated: true }),
      pathParameters,
      queryParameters: named('query'),
      ...(body && { body: { required: body.required === true, schema: schemaOf(body.schema, 0) } }),
      ...(responseType !== undefined && { responseType }),
    },
  ];
}

function parameterOf(parameter: JsonRecord): Parameter[] {
  const { name } = parameter;
  if (typeof name !== 'string' || !isName(name)) return [];
  const required = parameter.in === 'path' || parameter.required === true;
  return [{ name, required, description: shortText(parameter.description), schema: schemaOf(parameter, 0) }];
}

const TYPES: ReadonlySet<unknown> = new Set(['string', 'integer', 'number', 'boolean', 'array', 'object']);

function schemaOf(value: unknown, depth: number): JsonSchema {
  if (!isRecord(value) || depth > DEPTH_MAX) return {};
  if (typeof value.$ref === 'string') return referenceOf(value.$ref.slice(value.$ref.lastIndexOf('/') + 1));
  const values = Array.isArray(value.enum) ? value.enum.filter(isStorableText) : [];
  const required = Array.isArray(value.required) ? value.required.filter((item) => isName(String(item))) : [];
  const description = shortText(value.description);
  return {
    ...(TYPES.has(value.type) && { type: String(value.type) }),
    ...(value.format === 'date-time' && { format: value.format }),
    ...(description !== '' && { description }),
    ...(values.length > 0 && { enum: values }),
    ...(isRecord(value.items) && { items: schemaOf(value.items, depth + 1) }),
    ...(isRecord(value.properties) && { properties: propertiesOf(value.properties, depth + 1) }),
    ...(required.length > 0 && { required }),
    ...flagsOf(value),
  };
}

const referenceOf = (name: string): JsonSchema => (isName(name) ? { $ref: `#/schemas/${name}` } : { type: 'object' });

const flagsOf = (schema: JsonRecord) => ({
  ...(schema.readOnly === true && { readOnly: true }),
  ...(schema['x-looker-deprecated'] === true && { deprecated: true }),
  ...(schema['x-looker-nullable'] === true && { nullable: true }),
});

function propertiesOf(properties: JsonRecord, depth: number): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => isName(name))
      .map(([name, schema]) => [name, schemaOf(schema, depth)]),
  );
}

function responseTypeOf(responses: unknown): string | undefined {
  const answer = isRecord(responses) ? (responses['200'] ?? responses['201']) : undefined;
  const schema = isRecord(answer) ? schemaOf(answer.schema, 0) : {};
  const nameOf = ({ $ref, type }: JsonSchema) =>
    $ref?.slice($ref.lastIndexOf('/') + 1) ?? (type ? String(type) : 'any');
  if (schema.items) return `${nameOf(schema.items)}[]`;
  return schema.$ref === undefined && schema.type === undefined ? undefined : nameOf(schema);
}

/** Texts of an instance reach a model: only their beginning, without markup. */
const shortText = (text: unknown): string =>
  typeof text === 'string'
    ? storableText(leadingSentences(plainText(text.slice(0, TEXT_CHARACTERS_READ)), TEXT_CHARACTERS_MAX))
    : '';
