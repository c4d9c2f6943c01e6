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
/** Of all schemas that tools are made of, as often as they are in them: a few that name each other can stand for millions. */
const PROPERTIES_MAX = 30_000;
/** As deep as tools have schemas in schemas. */
const DEPTH_MAX = 4;

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
  checkSize(added);
  const content = { missing, added, schemas: schemasBelow(added, instance.schemas) };
  checkSize(Object.entries(content.schemas));
  if (propertiesOf(added, content.schemas) > PROPERTIES_MAX)
    throw new DescriptionError('the bodies of the operations that it adds are too large');
  const text = JSON.stringify(content);
  if (text.length > CHARACTERS_MAX) throw new DescriptionError('what it adds is too large');
  return { digest: createHash('sha256').update(text).digest('hex'), ...content };
}

/** Piece by piece, so that no more is written than may be kept. */
function checkSize(pieces: readonly unknown[]): void {
  let characters = 0;
  for (const piece of pieces) {
    characters += JSON.stringify(piece).length;
    if (characters > CHARACTERS_MAX) throw new DescriptionError('what it adds is too large');
  }
}

/** How many properties the bodies have with all that they refer to written out, counted no further than it matters. */
function propertiesOf(operations: readonly Operation[], schemas: InstanceDescription['schemas']): number {
  const counted = new Map<string, number>();
  const count = (schema: JsonSchema, depth: number): number => {
    if (schema.$ref === undefined)
      return childrenOf(schema).reduce((sum, inner) => Math.min(sum + count(inner, depth), PROPERTIES_MAX + 1), 1);
    const name = nameOf(schema.$ref);
    const key = `${depth} ${name}`;
    const inner = depth < DEPTH_MAX ? schemas[name] : undefined;
    const known = inner === undefined ? 1 : (counted.get(key) ?? count(inner, depth + 1));
    counted.set(key, known);
    return known;
  };
  return operations.reduce((sum, { body }) => sum + (body ? count(body.schema, 0) : 0), 0);
}

/** The schemas that bodies refer to, directly or by way of others. */
function schemasBelow(operations: readonly Operation[], schemas: InstanceDescription['schemas']) {
  const found = new Map<string, JsonSchema>();
  const open = operations.flatMap(({ body }) => (body ? namesIn(body.schema) : []));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const schema = schemas[name];
    if (schema === undefined || found.has(name)) continue;
    found.set(name, schema);
    open.push(...namesIn(schema));
  }
  return Object.fromEntries(found);
}

function namesIn(schema: JsonSchema): string[] {
  return schema.$ref === undefined ? childrenOf(schema).flatMap(namesIn) : [nameOf(schema.$ref)];
}

const nameOf = (reference: string) => reference.slice(reference.lastIndexOf('/') + 1);
const childrenOf = ({ items, properties }: JsonSchema): JsonSchema[] => [
  ...(items ? [items] : []),
  ...Object.values(properties ?? {}),
];
