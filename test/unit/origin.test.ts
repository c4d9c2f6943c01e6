import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors/app-error.js';
import { checkOrigin, type OriginPolicy } from '../../src/mcp/entry/origin.js';

const strict: OriginPolicy = {
  publicUrl: 'https://mcp.example.com',
  allowedOrigins: ['https://inspector.example.com', 'http://tools.internal:6274'],
  loopbackAllowed: false,
};
const local: OriginPolicy = { publicUrl: 'http://localhost:3000', allowedOrigins: [], loopbackAllowed: true };

const isAllowed = (origin: string | undefined, policy: OriginPolicy) => {
  try {
    checkOrigin(origin, policy);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: 'request.origin_refused',
      message: expect.stringContaining('ALLOWED_ORIGINS'),
    });
    return false;
  }
};

const LOOPBACK = ['http://localhost:6274', 'http://127.0.0.1:8080', 'https://localhost', 'http://[::1]:5173'];
const FOREIGN = [
  'https://evil.example',
  'http://mcp.example.com',
  // What is ours or was named, and something before it or behind it.
  ...[strict.publicUrl, ...strict.allowedOrigins].flatMap((origin) => [
    `${origin}8`,
    `${origin}:8443`,
    `${origin}.evil.example`,
    `${origin}/`,
    origin.replace('://', '://sub.'),
  ]),
  'http://tools.internal',
  'http://localhost.evil.example',
  'http://127.0.0.1.evil.example',
  'http://evil.example/localhost',
  'null',
  '',
  'not an origin',
];

describe('the origin of a web page', () => {
  it('is not asked of programs, which send none', () => {
    for (const policy of [strict, local]) expect(isAllowed(undefined, policy)).toBe(true);
  });

  it.each([strict.publicUrl, ...strict.allowedOrigins])('%s may call: it is ours or was named', (origin) => {
    expect(isAllowed(origin, strict)).toBe(true);
  });

  it.each([...FOREIGN, ...LOOPBACK])('%j may not call', (origin) => {
    expect(isAllowed(origin, strict)).toBe(false);
  });

  it.each(LOOPBACK)('%s may call in local mode', (origin) => {
    expect(isAllowed(origin, local)).toBe(true);
  });

  it.each(FOREIGN)('%j may not call in local mode either', (origin) => {
    expect(isAllowed(origin, local)).toBe(false);
  });
});
