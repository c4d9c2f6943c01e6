import { createHash } from 'node:crypto';
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../errors/app-error.js';
import type { Counters } from './counters.js';
import { type LimitPolicy, type LimitState, rateLimited } from './rate-limit-answer.js';

/** How much of each kind is let through in a minute. */
export type Quotas = Readonly<Record<LimitPolicy, number>>;

const WINDOW_SECONDS = 60;
/** Where addresses are counted, there are never more counters than this, however many addresses an attacker has. */
const ADDRESS_COUNTERS_MAX = 65_536;
/** What a wrong URL, API token or invitation is answered. */
const WRONG_TOKEN_CODES = ['credential.invalid', 'mcp_server.not_found', 'invitation.not_found'];

/** Counts requests by minute. */
export class RateLimits {
  private readonly limiters: Readonly<Record<LimitPolicy, RateLimiterAbstract>>;

  constructor(
    private readonly quotas: Quotas,
    counters: Counters,
  ) {
    const limiter = (policy: LimitPolicy) =>
      counters.counter({
        name: policy,
        points: quotas[policy],
        windowSeconds: WINDOW_SECONDS,
        // A caller over its limit causes no more commands to Redis until the minute is over.
        blockedInProcess: true,
      });
    this.limiters = {
      'api-token': limiter('api-token'),
      'mcp-server': limiter('mcp-server'),
      'wrong-tokens': limiter('wrong-tokens'),
      'sign-ins': limiter('sign-ins'),
      'connection-checks': limiter('connection-checks'),
    };
  }

  /** Counts so many requests. The key starts with the organization wherever there is one. */
  async count(policy: LimitPolicy, key: string, requests = 1): Promise<LimitState> {
    const state = (used: RateLimiterRes, isExceeded: boolean): LimitState => ({
      policy,
      quota: this.quotas[policy],
      windowSeconds: WINDOW_SECONDS,
      remaining: used.remainingPoints,
      resetSeconds: Math.ceil(used.msBeforeNext / 1000),
      isExceeded,
    });
    try {
      return state(await this.limiters[policy].consume(key, requests), false);
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return state(refusal, true);
      throw refusal;
    }
  }

  /**
   * Counts so many requests of a caller that is let in; all of them are refused where not all pass.
   * @throws AppError `request.rate_limited`
   */
  async pass(policy: 'api-token' | 'mcp-server' | 'connection-checks', key: string, requests = 1): Promise<LimitState> {
    const state = await this.count(policy, key, requests);
    if (state.isExceeded) throw rateLimited(state);
    return state;
  }

  /**
   * Counts what anybody may do without a credential and that is kept for a while.
   * @param address of the client's network.
   * @throws AppError `request.rate_limited`
   */
  async passSignIn(address: string): Promise<void> {
    const state = await this.count('sign-ins', String(addressCounter(address)));
    if (state.isExceeded) throw rateLimited(state);
  }

  /**
   * Counts a document that anybody may have fetched by naming it: so many as sign-ins, beside them.
   * @throws AppError `request.rate_limited`
   */
  async passClientDocument(address: string): Promise<void> {
    const state = await this.count('sign-ins', `document ${addressCounter(address)}`);
    if (state.isExceeded) throw rateLimited(state, 'descriptions of clients asked for from your address');
  }

  /**
   * Checks a token, and answers wrong ones from an address that sent too many with 429. The token is checked first:
   * hosted clients share addresses, and nobody with a right token may be slowed by what others send.
   * @throws AppError what `check` throws, or `request.rate_limited`
   */
  async checkingToken<T>(address: string, check: () => Promise<T>): Promise<T> {
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof AppError) || !WRONG_TOKEN_CODES.includes(error.code) || sendsToSignIn(error)) throw error;
      const state = await this.count('wrong-tokens', String(addressCounter(address)));
      throw state.isExceeded ? rateLimited(state) : error;
    }
  }
}

/**
 * Whoever's sign-in is over is told where to sign in again, however many others of the same address are told so too:
 * a client that is answered 429 does not ask its person.
 */
const sendsToSignIn = ({ headers }: AppError) => headers['www-authenticate']?.includes('resource_metadata=') === true;

const addressCounter = (address: string) =>
  createHash('sha256').update(address).digest().readUInt32BE() % ADDRESS_COUNTERS_MAX;
