import { ApiProperty, type ApiPropertyOptions, DECORATORS } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import type { JsonRecord } from '../../values/is-record.js';

const lengths = (min: unknown, max: unknown): JsonRecord => ({ minLength: min, maxLength: max });

/** What class-validator's rules say of a value, by the names under which it keeps them. */
const VALUE_RULES: Readonly<Record<string, (...constraints: unknown[]) => JsonRecord>> = {
  isString: () => ({ type: 'string' }),
  isInt: () => ({ type: 'integer' }),
  min: (minimum) => ({ minimum }),
  max: (maximum) => ({ maximum }),
  isName: (min, max) => ({ type: 'string', ...lengths(min, max) }),
  isText: (min, max) => ({ type: 'string', ...lengths(min, max) }),
  isInstant: () => ({ format: 'date-time' }),
  // A character takes one to four bytes of UTF-8.
  isByteLength: (min, max) => lengths(Math.ceil(Number(min) / 4), max),
  isUuid: () => ({ format: 'uuid' }),
  isEmail: () => ({ format: 'email' }),
  isUrl: () => ({ format: 'uri' }),
};

const LIST_RULES: typeof VALUE_RULES = {
  arrayMinSize: (minItems) => ({ minItems }),
  arrayMaxSize: (maxItems) => ({ maxItems }),
  arrayNotEmpty: () => ({ minItems: 1 }),
  arrayUnique: () => ({ uniqueItems: true }),
};

/**
 * Adds to the description of each field what its validators say in terms of JSON Schema: whole numbers, bounds, lengths
 * and formats. So description and validation cannot differ. What `@ApiProperty` says itself stays.
 */
export function describeValidators(): void {
  // The storage has no public list of its classes.
  const rules: ReadonlyMap<unknown, unknown> = Reflect.get(getMetadataStorage(), 'validationMetadatas');
  for (const target of rules.keys()) if (isClass(target)) describeFields(target);
}

type Class = new () => object;
const isClass = (target: unknown): target is Class => typeof target === 'function';

function describeFields(target: Class): void {
  const rules = getMetadataStorage().getTargetValidationMetadatas(target, '', true, false);
  const keywords = (field: string, table: typeof VALUE_RULES, each: boolean): JsonRecord =>
    Object.assign(
      {},
      ...rules
        .filter((rule) => rule.propertyName === field && (rule.each === true) === each)
        .map(({ name = '', constraints }) => Object.hasOwn(table, name) && table[name]?.(...(constraints ?? []))),
    );
  for (const field of new Set(rules.map(({ propertyName }) => propertyName))) {
    const { prototype } = target;
    const stated: (JsonRecord & { readonly items?: object }) | undefined = Reflect.getMetadata(
      DECORATORS.API_MODEL_PROPERTIES,
      prototype,
      field,
    );
    if (stated === undefined) continue;
    const isList = stated.isArray === true || stated.type === 'array';
    const { type, ...value } = keywords(field, VALUE_RULES, isList);
    const added = isList
      ? {
          ...keywords(field, LIST_RULES, false),
          ...((type || stated.items) && { items: { type, ...value, ...stated.items } }),
        }
      : { ...value, ...(type === 'integer' && { type }) };
    ApiProperty({ ...added, ...stated, ...('type' in added && { type: added.type }) } as ApiPropertyOptions)(
      prototype,
      field,
    );
  }
}
