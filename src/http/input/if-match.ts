import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiProperty } from '@nestjs/swagger';
import { AppError } from '../../errors/app-error.js';

/** Which versions of a record a change is meant for, by their entity tags; undefined: whatever there is. */
export type IfMatch = ReadonlySet<string> | undefined;

/** A record that counts its changes. */
export interface Versioned {
  readonly version: number;
}

/** How a view shows the version of its record. */
export const VersionProperty = (): PropertyDecorator =>
  ApiProperty({ type: 'integer', minimum: 1, description: 'Counts changes; in quotes it is the ETag for If-Match.' });

/** Many more tags than there are versions that a client may mean. */
const CHARACTERS_MAX = 1_000;

/** One entity tag (RFC 9110, 8.8.3). */
const TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/;
/** A list may hold empty elements (RFC 9110, 5.6.1). */
const TAG_LIST = new RegExp(`^(?:[ \\t]*,)*[ \\t]*${TAG.source}[ \\t]*(?:,[ \\t]*(?:${TAG.source}[ \\t]*)?)*$`);

/** The entity tag of a record as it is now: a strong one, since `If-Match` compares no others. */
export const etagOf = ({ version }: Versioned): string => `"${version}"`;

/**
 * Reads `If-Match` (RFC 9110, 13.1.1). `*` asks for a record that is there, which every change does. Weak tags are read and
 * match nothing: the comparison is the strong one.
 * @throws AppError `request.invalid`
 */
export function readIfMatch(header: string | undefined): IfMatch {
  if (header === undefined || header.trim() === '*') return undefined;
  if (header.length > CHARACTERS_MAX || !TAG_LIST.test(header))
    throw new AppError(
      'request.invalid',
      'The header If-Match is malformed. Send the ETag of the record exactly as it came, such as "3", or leave it out.',
      { fields: [{ path: 'If-Match', rule: 'If-Match must be * or a list of entity tags' }] },
    );
  return new Set(header.match(new RegExp(TAG, 'g')));
}

/**
 * Checks, under the lock of the record, that a change is meant for the record as it is.
 * @throws AppError `request.precondition_failed`
 */
export function checkIfMatch(condition: IfMatch, record: Versioned): void {
  const etag = etagOf(record);
  if (condition === undefined || condition.has(etag)) return;
  throw new AppError(
    'request.precondition_failed',
    'Somebody else changed this meanwhile: it is no longer what your If-Match header names. Read it again, and send the change with its new ETag.',
    { headers: { etag } },
  );
}

const IfMatchHeader = createParamDecorator(
  (_: unknown, context: ExecutionContext): IfMatch =>
    readIfMatch(
      context.switchToHttp().getRequest<{ headers: Record<string, string | undefined> }>().headers['if-match'],
    ),
);

/** The condition of a change, from the header `If-Match`, which it documents. */
export const IfMatchCondition = (): ParameterDecorator => (target, key, index) => {
  IfMatchHeader()(target, key, index);
  const method = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
  if (key === undefined || method === undefined) return;
  ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The ETag that the change is meant for; refused with 412 when the record has changed since.',
    schema: { type: 'string', maxLength: CHARACTERS_MAX, example: '"3"' },
  })(target, key, method);
};
