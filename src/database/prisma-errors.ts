import { Prisma } from './generated/client.js';

const isKnown = (error: unknown, code: string) =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === code;

/** A unique key is taken (P2002). */
export const isUniqueViolation = (error: unknown): boolean => isKnown(error, 'P2002');

/** A referenced record does not exist in the same organization (P2003). */
export const isForeignKeyViolation = (error: unknown): boolean => isKnown(error, 'P2003');

/** The record to change or remove does not exist (P2025). */
export const isRecordMissing = (error: unknown): boolean => isKnown(error, 'P2025');
