import { describe, expect, it } from 'vitest';
import { readRateLimits } from '../../src/looker/rate-limit.js';
import { limitHeaders, lookerLimitHeaders } from '../../src/mcp/protocol/limit-headers.js';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const EPOCH = NOW / 1000;

type Headers = Record<string, string | string[]>;

/** The six fields in one line: limit, remaining, reset, Retry-After, RateLimit, RateLimit-Policy; `-` where absent. */
const NAMES = [
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
];
const lineOf = (fields: Record<string, string>) => NAMES.map((name) => fields[name] ?? '-').join(' | ');
const stated = (headers: Headers, status = 429, body: unknown = null) =>
  lineOf(lookerLimitHeaders(readRateLimits({ status, headers, body }, NOW)));

const FORMS: readonly (readonly [string, Headers, string])[] = [
  ['nothing', {}, '- | - | - | - | - | -'],
  ['Retry-After in seconds', { 'retry-after': '7' }, '- | - | - | 7 | - | -'],
  ['Retry-After zero', { 'retry-after': '0' }, '- | - | - | 0 | - | -'],
  ['Retry-After as a fraction', { 'retry-after': '1.2' }, '- | - | - | 2 | - | -'],
  ['Retry-After negative', { 'retry-after': '-5' }, '- | - | - | - | - | -'],
  ['Retry-After garbage', { 'retry-after': 'soon 1' }, '- | - | - | - | - | -'],
  ['Retry-After empty', { 'retry-after': '' }, '- | - | - | - | - | -'],
  ['Retry-After as a date', { 'retry-after': 'Sat, 21 Nov 2026 10:01:30 GMT' }, '- | - | - | 90 | - | -'],
  ['Retry-After as an old date form', { 'retry-after': 'Saturday, 21-Nov-26 10:00:10 GMT' }, '- | - | - | 10 | - | -'],
  ['Retry-After as asctime', { 'retry-after': 'Sat Nov 21 10:00:05 2026' }, '- | - | - | 5 | - | -'],
  ['Retry-After as a past date', { 'retry-after': 'Fri, 20 Nov 2026 10:00:00 GMT' }, '- | - | - | 0 | - | -'],
  ['Retry-After as an impossible date', { 'retry-after': 'Sat, 41 Nov 2026 10:00:00 GMT' }, '- | - | - | - | - | -'],
  ['Retry-After twice', { 'retry-after': ['3', '12'] }, '- | - | - | 12 | - | -'],
  ['Retry-After twice in one line', { 'retry-after': '12, 3' }, '- | - | - | 12 | - | -'],
  ['retry-after-ms', { 'retry-after-ms': '1500' }, '- | - | - | 2 | - | -'],
  ['X-RateLimit-Retry-After', { 'x-ratelimit-retry-after': '9' }, '- | - | - | 9 | - | -'],
  [
    'X-RateLimit with Unix seconds, as GitHub',
    {
      ...{ 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '0', 'x-ratelimit-used': '5000' },
      ...{ 'x-ratelimit-reset': String(EPOCH + 60), 'x-ratelimit-resource': 'core' },
    },
    '5000 | 0 | 60 | - | "looker/core";r=0;t=60 | "looker/core";q=5000',
  ],
  [
    'X-RateLimit with Unix milliseconds',
    { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': String(NOW + 1500) },
    '100 | 3 | 2 | - | "looker";r=3;t=2 | "looker";q=100',
  ],
  [
    'X-RateLimit with a wait',
    { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' },
    '100 | 0 | 30 | - | "looker";r=0;t=30 | "looker";q=100',
  ],
  [
    'X-RateLimit with an ISO date, as Jira',
    { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2026-11-21T10:02Z' },
    '100 | 0 | 120 | - | "looker";r=0;t=120 | "looker";q=100',
  ],
  [
    'X-RateLimit with an ISO date without a zone',
    { 'x-ratelimit-reset': '2026-11-21T10:00:09' },
    '- | - | 9 | - | - | -',
  ],
  ['X-RateLimit with a past moment', { 'x-ratelimit-reset': String(EPOCH - 5) }, '- | - | 0 | - | - | -'],
  [
    'X-RateLimit-Reset-After, as Discord',
    { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '1.5', 'retry-after': '2' },
    '5 | 0 | 2 | 2 | "looker";r=0;t=2 | "looker";q=5',
  ],
  ['X-RateLimit with only what is left', { 'x-ratelimit-remaining': '4' }, '- | 4 | - | - | "looker";r=4 | -'],
  ['X-RateLimit negative', { 'x-ratelimit-limit': '-1', 'x-ratelimit-remaining': '-1' }, '- | - | - | - | - | -'],
  [
    'X-RateLimit in part garbage',
    { 'x-ratelimit-limit': 'many', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'later' },
    '- | 0 | - | - | "looker";r=0 | -',
  ],
  [
    'X-Rate-Limit, as X',
    { 'x-rate-limit-limit': '15', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(EPOCH + 900) },
    '15 | 0 | 900 | - | "looker";r=0;t=900 | "looker";q=15',
  ],
  [
    'durations per kind, as OpenAI',
    { 'x-ratelimit-limit-requests': '60', 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '6m0s' },
    '60 | 0 | 360 | - | "looker/requests";r=0;t=360 | "looker/requests";q=60',
  ],
  [
    'one header per window, as Kong: the strictest is shown',
    {
      ...{ 'x-ratelimit-limit-minute': '20', 'x-ratelimit-remaining-minute': '18' },
      ...{ 'x-ratelimit-limit-hour': '50', 'x-ratelimit-remaining-hour': '2' },
    },
    '50 | 2 | - | - | "looker/hour";r=2, "looker/minute";r=18 | "looker/hour";q=50;w=3600, "looker/minute";q=20;w=60',
  ],
  [
    'several values by their places',
    { 'x-ratelimit-limit': '10, 1000', 'x-ratelimit-remaining': ['8', '1'], 'x-ratelimit-reset': '1, 60' },
    '1000 | 1 | 60 | - | "looker/2";r=1;t=60, "looker";r=8;t=1 | "looker/2";q=1000, "looker";q=10',
  ],
  [
    'RateLimit fields of draft 03, with its window',
    { 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '0', 'ratelimit-reset': '42' },
    '100 | 0 | 42 | - | "looker";r=0;t=42 | "looker";q=100;w=60',
  ],
  [
    'RateLimit fields of draft 03, with a second window',
    { 'ratelimit-limit': '10, 10;window=1, 1000;window=3600', 'ratelimit-remaining': '4', 'ratelimit-reset': '1' },
    '10 | 4 | 1 | - | "looker";r=4;t=1 | "looker";q=10;w=1, "looker/2";q=1000;w=3600',
  ],
  [
    'the same under X-, as Envoy',
    { 'x-ratelimit-limit': '10, 10;w=1;name="a", 50;w=60', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' },
    '10 | 0 | 1 | - | "looker";r=0;t=1 | "looker";q=10;w=1, "looker/2";q=50;w=60',
  ],
  [
    'RateLimit-Policy of draft 05',
    { 'ratelimit-limit': '100', 'ratelimit-remaining': '0', 'ratelimit-reset': '5', 'ratelimit-policy': '100;w=60' },
    '100 | 0 | 5 | - | "looker";r=0;t=5 | "looker";q=100;w=60',
  ],
  [
    'RateLimit of draft 07',
    { ratelimit: 'limit=100, remaining=50, reset=30', 'ratelimit-policy': '100;w=60' },
    '100 | 50 | 30 | - | "looker";r=50;t=30 | "looker";q=100;w=60',
  ],
  [
    'the structured fields of the current draft',
    { ratelimit: '"default";r=50;t=30', 'ratelimit-policy': '"default";q=100;w=60' },
    '100 | 50 | 30 | - | "looker/default";r=50;t=30 | "looker/default";q=100;w=60',
  ],
  [
    'several policies: the strictest is shown',
    { ratelimit: '"day";r=900;t=3000, "burst";r=1;t=1', 'ratelimit-policy': '"burst";q=10;w=1,"day";q=1000;w=86400' },
    '10 | 1 | 1 | - | "looker/burst";r=1;t=1, "looker/day";r=900;t=3000 | "looker/burst";q=10;w=1, "looker/day";q=1000;w=86400',
  ],
  [
    'equally little left: the longest wait is shown',
    { ratelimit: '"burst";r=0;t=1, "day";r=0;t=3000' },
    '- | 0 | 3000 | - | "looker/day";r=0;t=3000, "looker/burst";r=0;t=1 | -',
  ],
  ['a policy without its state', { 'ratelimit-policy': '"p";q=10;w=1' }, '10 | - | - | - | - | "looker/p";q=10;w=1'],
  [
    'policies of something other than requests',
    { ratelimit: '"bytes";r=9, "p";r=3', 'ratelimit-policy': '"bytes";q=99;qu="content-bytes"' },
    '- | 3 | - | - | "looker/p";r=3 | -',
  ],
  ['a name that is no name', { ratelimit: '"a\r\nset-cookie: b";r=1' }, '- | 1 | - | - | "looker";r=1 | -'],
  [
    'current and earlier fields: the current ones',
    { ratelimit: '"p";r=1;t=2', 'ratelimit-limit': '100', 'x-ratelimit-limit': '9', 'x-ratelimit-remaining': '9' },
    '- | 1 | 2 | - | "looker/p";r=1;t=2 | -',
  ],
  [
    'used of limit, as Shopify',
    { 'x-shopify-shop-api-call-limit': '40/40', 'retry-after': '2.0' },
    '40 | 0 | - | 2 | "looker";r=0 | "looker";q=40',
  ],
  ['more members than anybody reads', { ratelimit: '"p";r=1,'.repeat(10_000) }, '- | 1 | - | - | "looker/p";r=1 | -'],
];

describe('rate limits in the answers of Looker', () => {
  it.each(FORMS)('go out of: %s', (_, headers, line) => {
    expect(stated(headers)).toBe(line);
  });

  it('go out of an answer that is no refusal alike', () => {
    expect(FORMS.length).toBeGreaterThanOrEqual(25);
    for (const [, headers, line] of FORMS) expect(stated(headers, 200)).toBe(line);
  });

  it("go out of a body of Google's error model", () => {
    const details = [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        metadata: { quota_limit: 'Reads', quota_limit_value: '60' },
      },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.07s' },
    ];
    const line = '60 | - | - | 35 | - | "looker/Reads";q=60';
    expect(stated({}, 429, { error: { code: 429, status: 'RESOURCE_EXHAUSTED', details } })).toBe(line);
    expect(stated({}, 429, { error: { details: ['x', null, 7] } })).toBe('- | - | - | - | - | -');
  });

  it('are undefined where an answer says nothing of them', () => {
    expect(readRateLimits({ status: 200, headers: { 'content-type': 'text/plain' }, body: '' }, NOW)).toBeUndefined();
  });
});

describe("Looker's limits and ours on one response", () => {
  const own = {
    ...{ policy: 'mcp-server' as const, quota: 600, windowSeconds: 60, remaining: 20, resetSeconds: 30 },
    isExceeded: false,
  };
  const both = (headers: Headers, status: number) =>
    lineOf(limitHeaders(own, readRateLimits({ status, headers, body: null }, NOW)));
  const ours = '"mcp-server";r=20;t=30 | "mcp-server";q=600;w=60';

  it('are ours alone where Looker said nothing', () => {
    expect(lineOf(limitHeaders(own, undefined))).toBe(`600 | 20 | 30 | - | ${ours}`);
  });

  it('stand side by side, and the plain fields tell of the one with less left', () => {
    expect(both({ ratelimit: '"p";r=5;t=9' }, 200)).toBe(
      '- | 5 | 9 | - | "looker/p";r=5;t=9, "mcp-server";r=20;t=30 | "mcp-server";q=600;w=60',
    );
    expect(both({ ratelimit: '"p";r=50;t=9' }, 200)).toBe(
      '600 | 20 | 30 | - | "mcp-server";r=20;t=30, "looker/p";r=50;t=9 | "mcp-server";q=600;w=60',
    );
  });

  it('never show ours in the plain fields when Looker refused for its rate, whatever it told', () => {
    expect(both({ 'retry-after': '7' }, 429)).toBe(`- | - | - | 7 | ${ours}`);
    expect(both({ ratelimit: '"p";r=99;t=9' }, 429)).toMatch(
      /^- \| 99 \| 9 \| - \| "looker\/p";r=99;t=9, "mcp-server"/,
    );
  });
});
