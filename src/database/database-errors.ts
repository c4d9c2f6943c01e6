import { AppError } from '../errors/app-error.js';
import type { ErrorCode } from '../errors/error-codes.js';
import { Prisma } from './generated/client.js';
import { sqlState } from './prisma-errors.js';

/** What a caller is told of a kind of database error. */
interface Meaning {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

const BUSY: Meaning = {
  code: 'service.busy',
  message: 'The gateway has more to do than it can do at once. Nothing was changed. Try again in a moment.',
  retryAfterSeconds: 1,
};
const AWAY: Meaning = {
  code: 'service.not_ready',
  message: 'The database does not answer. Try again in a moment.',
  retryAfterSeconds: 5,
};
const TAKEN: Meaning = {
  code: 'record.conflict',
  message: 'Another record already has one of these values, or was made at the same moment. Read it, and decide anew.',
};
const REFERENCE: Meaning = {
  code: 'record.conflict',
  message: 'A record that this one refers to is gone, or is still referred to. Read both, and decide anew.',
};
const GONE: Meaning = {
  code: 'record.not_found',
  message: 'There is no such record: it was removed a moment ago.',
};
const VALUE: Meaning = {
  code: 'request.invalid',
  message:
    'One of the values cannot be stored: it is too long, out of range, or holds a character that no text may have.',
};

/** Prisma's own codes (https://www.prisma.io/docs/orm/reference/error-reference), where no SQLSTATE says it better. */
const PRISMA_CODES: Readonly<Record<string, Meaning>> = {
  P1000: AWAY,
  P1001: AWAY,
  P1002: AWAY,
  P1008: AWAY,
  P1017: AWAY,
  P2000: VALUE,
  P2002: TAKEN,
  P2003: REFERENCE,
  P2006: VALUE,
  P2007: VALUE,
  P2014: REFERENCE,
  P2015: GONE,
  P2018: GONE,
  P2020: VALUE,
  P2024: BUSY,
  P2025: GONE,
  P2028: BUSY,
  P2034: BUSY,
  P2037: AWAY,
};

/** SQLSTATEs and their classes (PostgreSQL, appendix A): the longest beginning that fits counts. */
const SQL_STATES: readonly (readonly [beginning: string, meaning: Meaning])[] = [
  ['23001', REFERENCE],
  ['23502', VALUE],
  ['23503', REFERENCE],
  ['23505', TAKEN],
  ['23514', VALUE],
  ['23P01', TAKEN],
  ['25006', AWAY],
  ['25P03', BUSY],
  ['25P04', BUSY],
  ['3D000', AWAY],
  ['55006', BUSY],
  ['55P03', BUSY],
  ['57014', BUSY],
  ['08', AWAY],
  ['22', VALUE],
  ['28', AWAY],
  ['40', BUSY],
  ['53', AWAY],
  ['54', VALUE],
  ['57', AWAY],
  ['58', AWAY],
];

/** What `pg` says, without a code, of connections that it could not give or that ended. */
const NO_CONNECTION_GIVEN = /^timeout exceeded when trying to connect/;
const CONNECTION_ENDED =
  /^(Connection terminated|Client (has encountered a connection error|was closed)|Cannot use a pool after|Query read timeout)/;

/** Sockets fail with a system call and its code, whichever library they are of. */
const isSocketError = (error: Error) => 'syscall' in error && typeof error.syscall === 'string';

function meaningOf(error: unknown): Meaning | undefined {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    const state = sqlState(error);
    return SQL_STATES.find(([beginning]) => state?.startsWith(beginning))?.[1] ?? PRISMA_CODES[error.code];
  }
  // A number beyond 64 bits does not reach the database; the other faults that this error tells of are ours.
  if (error instanceof Prisma.PrismaClientValidationError)
    return error.message.includes('Unable to fit') ? VALUE : undefined;
  if (!(error instanceof Error) || error instanceof AppError) return undefined;
  if (NO_CONNECTION_GIVEN.test(error.message)) return BUSY;
  return CONNECTION_ENDED.test(error.message) || isSocketError(error) ? AWAY : undefined;
}

/**
 * Prisma writes into this error all that the query was given, sealed and digested secrets among it, and it goes to the log:
 * what is wrong stands in the last line.
 */
function withoutValues({ message, stack = '' }: Error): Error {
  const lines = message.trim().split('\n');
  const error = new Error(`${lines.at(0)} ${lines.at(-1)}`);
  error.stack = [error.message, ...(stack.match(/^ {4}at .*$/gm) ?? [])].join('\n');
  return error;
}

/**
 * The one table of database errors: what the database, its driver or Prisma threw, as the error that a caller may see, with
 * the thrown one as its cause. A service that knows more, such as which record a foreign key refers to, asks the cause
 * (`prisma-errors.ts`). Whatever is no database error comes back as it is; what is not in the table is our own fault.
 */
export function asDatabaseError(thrown: unknown): unknown {
  const meaning = meaningOf(thrown);
  if (meaning === undefined)
    return thrown instanceof Prisma.PrismaClientValidationError ? withoutValues(thrown) : thrown;
  const { code, message, retryAfterSeconds } = meaning;
  return new AppError(code, message, { ...(retryAfterSeconds !== undefined && { retryAfterSeconds }), cause: thrown });
}
