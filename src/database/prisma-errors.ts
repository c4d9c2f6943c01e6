import { AppError } from '../errors/app-error.js';
import { Prisma } from './generated/client.js';

/** What Prisma threw, also where it has become an `AppError` on its way out of the database. */
function thrownByPrisma(error: unknown): Prisma.PrismaClientKnownRequestError | undefined {
  const thrown = error instanceof AppError ? error.cause : error;
  return thrown instanceof Prisma.PrismaClientKnownRequestError ? thrown : undefined;
}

/** The SQLSTATE, where the database itself answered. */
export function sqlState(error: unknown): string | undefined {
  const { driverAdapterError } = (thrownByPrisma(error)?.meta ?? {}) as {
    driverAdapterError?: { cause?: { originalCode?: unknown } };
  };
  const state = driverAdapterError?.cause?.originalCode;
  return typeof state === 'string' ? state : undefined;
}

/** A unique key is taken (P2002; 23505 of a statement written by hand). */
export const isUniqueViolation = (error: unknown): boolean =>
  thrownByPrisma(error)?.code === 'P2002' || sqlState(error) === '23505';

/** A referenced record does not exist in the same organization (P2003; 23503 of a statement written by hand). */
export const isForeignKeyViolation = (error: unknown): boolean =>
  thrownByPrisma(error)?.code === 'P2003' || sqlState(error) === '23503';

/** The record to change or remove does not exist (P2025). */
export const isRecordMissing = (error: unknown): boolean => thrownByPrisma(error)?.code === 'P2025';

/** The transaction was ended so that another one could go on: nothing of it holds, and it can be run again. */
export const isDeadlock = (error: unknown): boolean => ['40001', '40P01'].includes(sqlState(error) ?? '');

/** The statement took longer than `statement_timeout` allows, and the database has ended it. */
export const isStatementTimeout = (error: unknown): boolean => sqlState(error) === '57014';

/** SQLSTATE classes that speak of the values of a statement: data, integrity, a policy of row-level security, nesting. */
const VALUE_STATES = /^(22|23|54|42501)/;

/** The database answered, and refused a statement because of the values in it: others may pass. */
export const isRowRefused = (error: unknown): boolean => VALUE_STATES.test(sqlState(error) ?? '');
