import { AppError } from '../errors/app-error.js';

/** What is limited: requests of one API token, requests at one MCP URL, wrong tokens from one address. */
export type LimitPolicy = 'api-token' | 'mcp-server' | 'wrong-tokens';

/** How much of a quota is left after a request was counted. */
export interface LimitState {
  readonly policy: LimitPolicy;
  readonly quota: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly isExceeded: boolean;
}

/**
 * The state as headers: `RateLimit` and `RateLimit-Policy` as structured fields (draft-ietf-httpapi-ratelimit-headers
 * since revision 08), and the three plain fields of its earlier revisions, which is what most clients read.
 */
export const rateLimitHeaders = (state: LimitState): Record<string, string> => ({
  'ratelimit-limit': String(state.quota),
  'ratelimit-remaining': String(state.remaining),
  'ratelimit-reset': String(state.resetSeconds),
  'ratelimit-policy': `"${state.policy}";q=${state.quota};w=${state.windowSeconds}`,
  ratelimit: `"${state.policy}";r=${state.remaining};t=${state.resetSeconds}`,
});

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
};

/** The refusal of a request over its limit: 429 (RFC 6585) with `Retry-After`. */
export const rateLimited = (state: LimitState): AppError =>
  new AppError(
    'request.rate_limited',
    `There were more than ${state.quota} ${WHAT[state.policy]} in a minute. Wait ${state.resetSeconds} seconds` +
      `${state.policy === 'wrong-tokens' ? ', and send a valid token: it is let in at any time.' : ' and send it again.'}`,
    { retryAfterSeconds: state.resetSeconds, headers: rateLimitHeaders(state) },
  );
