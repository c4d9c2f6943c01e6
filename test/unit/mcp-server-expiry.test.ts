import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors/app-error.js';
import { expiryOf } from '../../src/mcp-servers/mcp-server-config.js';

const refusal = async (act: () => unknown): Promise<AppError> => {
  try {
    await act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('the expiry of an MCP server', () => {
  const now = new Date('2026-11-20T12:00:00.000Z');

  it.each([undefined, null])('is never when it is %s', (given) => {
    expect(expiryOf(given, now)).toBeNull();
  });

  it.each([
    ['2026-11-20T12:01:00Z', '2026-11-20T12:01:00.000Z'],
    ['2026-11-20T12:01:00.001Z', '2026-11-20T12:01:00.001Z'],
    ['2026-11-20T14:01:00+02:00', '2026-11-20T12:01:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['2027-01-31T18:00Z', '2027-01-31T18:00:00.000Z'],
    ['2027-12-31T23:59:59-11:00', '2028-01-01T10:59:59.000Z'],
  ])('%s is taken: it is sixty seconds ahead or more', (text, expected) => {
    expect(expiryOf(text, now)?.toISOString()).toBe(expected);
  });

  it.each(['2026-11-20T12:00:59.999Z', '2026-11-20T12:00:00Z', '2020-01-01T00:00:00Z', '2026-11-20T14:00:59+02:00'])(
    '%s is refused: it is less than sixty seconds ahead',
    async (text) => {
      const error = await refusal(() => expiryOf(text, now));
      expect(error.code).toBe('mcp_server.expiry_too_soon');
      expect(error.fields).toEqual([{ path: 'expires_at', rule: expect.stringContaining('60 seconds') }]);
    },
  );

  it.each([
    '2027-02-30T00:00:00Z',
    '2027-02-29T00:00:00Z',
    '2027-04-31T10:00:00+02:00',
    '2027-13-01T00:00:00Z',
    '2027-00-10T00:00:00Z',
    '2027-01-32T00:00:00Z',
    '2027-01-00T00:00:00Z',
    '2027-01-01T25:00:00Z',
    '2027-01-01T00:60:00Z',
    '2027-01-01T00:00:00+25:00',
  ])('%s is refused: there is no such time', async (text) => {
    const error = await refusal(() => expiryOf(text, now));
    expect(error.code).toBe('request.invalid');
    expect(error.fields).toEqual([{ path: 'expires_at', rule: expect.any(String) }]);
  });
});
