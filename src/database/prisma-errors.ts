import { Prisma } from './generated/client.js';

const isKnown = (error: unknown, code: string) =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === code;

/** A unique key is taken (P2002). */
export const isUniqueViolation = (error: unknown): boolean => isKnown(error, 'P2002');

/** A referenced record does not exist in the same organization (P2003). */
export const isForeignKeyViolation = (error: unknown): boolean => isKnown(error, 'P2003');

/** The record to change or remove does not exist (P2025). */
export const isRecordMissing = (error: unknown): boolean => isKnown(error, 'P2025');

/** SQLSTATE classes that speak of the values of a statement: data, integrity, a policy of row-level security, nesting. */
const VALUE_STATES = /^(22|23|54|42501)/;

/** The SQLSTATE of a statement that was written by hand (P2010), where the database itself answered. */
function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return undefined;
  const { driverAdapterError } = (error.meta ?? {}) as { driverAdapterError?: { cause?: { originalCode?: unknown } } };
  const state = driverAdapterError?.cause?.originalCode;
  return typeof state === 'string' ? state : undefined;
}

/** The database answered, and refused a statement written by hand because of the values in it: others may pass. */
export const isRowRefused = (error: unknown): boolean => VALUE_STATES.test(sqlState(error) ?? '');
