import { describe, expect, it } from 'vitest';
import { asDatabaseError } from '../../src/database/database-errors.js';
import { Prisma } from '../../src/database/generated/client.js';

describe('an error of the database', () => {
  it('says of a query that Prisma refuses what is wrong, and nothing that it was given', () => {
    const written =
      '\nInvalid `prisma.apiToken.create()` invocation:\n\n{\n  data: {\n    digest: "k1.SECRET",\n+   name: String\n  }\n}\n\nArgument `name` is missing.';
    const error = asDatabaseError(new Prisma.PrismaClientValidationError(written, { clientVersion: '7' }));
    if (!(error instanceof Error)) throw new Error('no error came back');
    expect(error.message).toBe('Invalid `prisma.apiToken.create()` invocation: Argument `name` is missing.');
    expect(error.stack).toContain('database-errors.test.ts');
    expect([error.stack, error.cause, JSON.stringify(error)].join()).not.toContain('SECRET');
  });
});
