import { AppError } from '../errors/app-error.js';

/**
 * What is limited: requests of one API token, requests at one MCP URL, wrong tokens from one address, what one begins to sign in
 * with, checks of connections by one organization, refreshes of one sign-in.
 */
export type LimitPolicy = 'api-token' | 'mcp-server' | 'wrong-tokens' | 'sign-ins' | 'connection-checks' | 'refreshes';

/** How much of a quota is left after a request was counted. */
export interface LimitState {
  readonly policy: LimitPolicy;
  readonly quota: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly isExceeded: boolean;
}

/** A limit of the gateway or of Looker, as far as it is known. */
export interface StatedLimit {
  readonly policy: string;
  readonly quota?: number;
  readonly windowSeconds?: number;
  readonly remaining?: number;
  readonly resetSeconds?: number;
}

const last = Number.POSITIVE_INFINITY;
const bySeverity = (a: StatedLimit, b: StatedLimit) =>
  (a.remaining ?? last) - (b.remaining ?? last) ||
  (b.resetSeconds ?? 0) - (a.resetSeconds ?? 0) ||
  (a.quota ?? last) - (b.quota ?? last) ||
  0;

/** Sorts the strictest limit first: the fewest requests left, then the longest wait, then the smallest quota. */
export const strictestFirst = (limits: readonly StatedLimit[]): StatedLimit[] => [...limits].sort(bySeverity);

const param = (name: string, value: number | undefined) => (value === undefined ? '' : `;${name}=${value}`);

/**
 * Limits as headers: `RateLimit` and `RateLimit-Policy` as structured fields (draft-ietf-httpapi-ratelimit-headers
 * since revision 08), which list all of them, and the three plain fields of its earlier revisions, which is what most clients
 * read and which tell of the first one. What is not known is not stated.
 */
export function rateLimitHeaders(...limits: readonly StatedLimit[]): Record<string, string> {
  const [first] = limits;
  const left = limits.filter(({ remaining }) => remaining !== undefined);
  const quotas = limits.filter(({ quota }) => quota !== undefined);
  const fields: [string, string | number | undefined][] = [
    ['ratelimit-limit', first?.quota],
    ['ratelimit-remaining', first?.remaining],
    ['ratelimit-reset', first?.resetSeconds],
    [
      'ratelimit-policy',
      quotas.map((one) => `"${one.policy}"${param('q', one.quota)}${param('w', one.windowSeconds)}`).join(', '),
    ],
    [
      'ratelimit',
      left.map((one) => `"${one.policy}"${param('r', one.remaining)}${param('t', one.resetSeconds)}`).join(', '),
    ],
  ];
  const stated = fields.filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(stated.map(([name, value]) => [name, String(value)]));
}

/** The names of all headers that tell of a limit, for web pages that may read them. */
export const RATE_LIMIT_HEADERS = [
  'retry-after',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'ratelimit-policy',
  'ratelimit',
];

const WHAT: Readonly<Record<LimitPolicy, string>> = {
  'api-token': 'requests with this API token',
  'mcp-server': 'requests to this MCP URL',
  'wrong-tokens': 'requests with a wrong token from your address',
  'connection-checks': 'checks of connections by your organization',
  refreshes: 'refreshes of this sign-in',
  'sign-ins': 'registrations of clients and sign-ins begun from your address',
};

/**
 * The refusal of a request over its limit: 429 (RFC 6585) with `Retry-After`.
 * @param what there were too many of.
 */
export const rateLimited = (state: LimitState, what: string = WHAT[state.policy]): AppError =>
  new AppError(
    'request.rate_limited',
    `There were more than ${state.quota} ${what} in a minute. Wait ${state.resetSeconds} seconds` +
      `${state.policy === 'wrong-tokens' ? ', and send a valid token: it is let in at any time.' : ' and send it again.'}`,
    { retryAfterSeconds: state.resetSeconds, headers: rateLimitHeaders(state) },
  );
