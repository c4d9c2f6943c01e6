import { type LimitState, rateLimitHeaders, strictestFirst } from '../../cache/rate-limit-answer.js';
import type { RateLimits } from '../../cache/rate-limits.js';
import type { LookerLimits } from '../../looker/rate-limit.js';
import type { McpAccess } from '../../tool-calls/mcp-access.js';
import type { HttpAnswer } from './timely-answer.js';

const waitHeader = (limits: LookerLimits | undefined): Record<string, string> =>
  limits?.retryAfterSeconds === undefined ? {} : { 'retry-after': String(limits.retryAfterSeconds) };

/** What Looker said of its limits, as headers; empty where it said nothing. */
export const lookerLimitHeaders = (limits: LookerLimits | undefined): Record<string, string> => ({
  ...rateLimitHeaders(...(limits?.policies ?? [])),
  ...waitHeader(limits),
});

/**
 * Our limit and Looker's on one response. `RateLimit` and `RateLimit-Policy` name both; the plain fields tell of the one that bites
 * first: Looker's when it refused for its rate, else the one with the fewest requests left.
 */
export function limitHeaders(own: LimitState, looker: LookerLimits | undefined): Record<string, string> {
  const policies = looker?.policies ?? [];
  const ordered = looker?.isExceeded ? [...policies, own] : strictestFirst([own, ...policies]);
  return { ...rateLimitHeaders(...ordered), ...waitHeader(looker) };
}

/**
 * Counts messages to a server against its limit, and answers them with what is left of it and of Looker's.
 * @throws AppError `request.rate_limited`
 */
export async function answerUnderLimit(
  limits: RateLimits,
  { organizationId, serverId }: McpAccess,
  messages: number,
  work: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const own = await limits.pass('mcp-server', `${organizationId}:${serverId}`, messages);
  const answer = await work();
  return { ...answer, headers: { ...answer.headers, ...limitHeaders(own, answer.lookerLimits) } };
}
