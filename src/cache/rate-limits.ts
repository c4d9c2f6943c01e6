import { createHash } from 'node:crypto';
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../errors/app-error.js';
import type { Counters } from './counters.js';
import { type LimitPolicy, type LimitState, rateLimited } from './rate-limit-answer.js';

/** How much of each kind is let through in a minute. */
export type Quotas = Readonly<Record<Exclude<LimitPolicy, 'refreshes'>, number>>;

const WINDOW_SECONDS = 60;
/** Of one sign-in: a client needs one for each access token, which lives for minutes. */
const REFRESHES_MAX = 20;
/** Where addresses are counted, there are never more counters than this, however many addresses an attacker has. */
const ADDRESS_COUNTERS_MAX = 65_536;
/** What a wrong URL, API token or invitation is answered. */
const WRONG_TOKEN_CODES = ['credential.invalid', 'mcp_server.not_found', 'invitation.not_found'];

/** Counts requests by minute. */
export class RateLimits {
  private readonly limiters: Readonly<Record<LimitPolicy, RateLimiterAbstract>>;

  private readonly quotas: Readonly<Record<LimitPolicy, number>>;

  constructor(quotas: Quotas, counters: Counters) {
    this.quotas = { ...quotas, refreshes: REFRESHES_MAX };
    const limiter = (policy: LimitPolicy) =>
      counters.counter({
        name: policy,
        points: this.quotas[policy],
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
      refreshes: limiter('refreshes'),
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
   * Counts the refreshes of one sign-in.
   * @throws AppError `request.rate_limited`
   */
  async passRefresh(grantId: string): Promise<void> {
    const state = await this.count('refreshes', grantId);
    if (state.isExceeded) throw rateLimited(state);
  }

  /**
   * Counts how often the person of one sign-in under way is led to where they sign in: so often as sign-ins are begun, beside them.
   * @throws AppError `request.rate_limited`
   */
  async passBeginning(signInId: string): Promise<void> {
    const state = await this.count('sign-ins', `beginning ${signInId}`);
    if (state.isExceeded) throw rateLimited(state, 'ways taken to where this sign-in goes on');
  }

  /**
   * Counts a token that Looker is to be asked about: so many that were never seen before, at one account from one address, as sign-ins,
   * beside them.
   * @param account organization first.
   * @throws AppError `request.rate_limited`
   */
  async passUnknownToken(account: string, address: string): Promise<void> {
    const state = await this.count('sign-ins', `token ${account} ${addressCounter(address)}`);
    if (state.isExceeded)
      throw rateLimited(state, 'access tokens sent from your address that Looker was to be asked about');
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
