import { createHash } from 'node:crypto';
import type { CatalogueDocument, JsonSchema, Operation } from '../catalogue/operation.js';
import { DescriptionError, type InstanceDescription } from './swagger-description.js';

/** How an instance's API differs from the bundled catalogue. Plain JSON: it is stored with the account. */
export interface CatalogueDifference {
  /** SHA-256 of the rest: instances of one release have the same. */
  readonly digest: string;
  /** Ids of operations of the bundled catalogue that the instance lacks, sorted. */
  readonly missing: readonly string[];
  /** Operations that the bundled catalogue lacks, sorted by id, and the schemas of their bodies. */
  readonly added: readonly Operation[];
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

/** Several releases ahead of the bundled catalogue; more is not Looker's doing. */
const ADDED_MAX = 150;
const CHARACTERS_MAX = 500_000;

/**
 * Compares an instance's description with the bundled catalogue; null when nothing differs.
 * @throws DescriptionError where the difference is too large to be believed.
 */
export function differenceOf(bundled: CatalogueDocument, instance: InstanceDescription): CatalogueDifference | null {
  const known = new Set(bundled.operations.map(({ id }) => id));
  const present = new Set(instance.operations.map(({ id }) => id));
  const missing = [...known].filter((id) => !present.has(id)).sort();
  const added = instance.operations
    .filter(({ id, deprecated }) => !known.has(id) && deprecated !== true)
    .sort((left, right) => (left.id < right.id ? -1 : 1));
  if (missing.length === 0 && added.length === 0) return null;
  if (missing.length > known.size / 2)
    throw new DescriptionError(`it lacks ${missing.length} of ${known.size} known operations`);
  if (added.length > ADDED_MAX) throw new DescriptionError(`it names ${added.length} unknown operations`);
  const content = { missing, added, schemas: schemasBelow(added, instance.schemas) };
  const text = JSON.stringify(content);
  if (text.length > CHARACTERS_MAX) throw new DescriptionError('what it adds is too large');
  return { digest: createHash('sha256').update(text).digest('hex'), ...content };
}

/** The schemas that bodies refer to, directly or by way of others. */
function schemasBelow(operations: readonly Operation[], schemas: InstanceDescription['schemas']) {
  const found: Record<string, JsonSchema> = {};
  const open = operations.flatMap(({ body }) => (body ? namesIn(body.schema) : []));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const schema = schemas[name];
    if (schema === undefined || name in found) continue;
    found[name] = schema;
    open.push(...namesIn(schema));
  }
  return found;
}

function namesIn(schema: JsonSchema): string[] {
  if (schema.$ref !== undefined) return [schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)];
  const inner = [...(schema.items ? [schema.items] : []), ...Object.values(schema.properties ?? {})];
  return inner.flatMap(namesIn);
}
