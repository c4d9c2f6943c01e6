import { Injectable } from '@nestjs/common';
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { Counters } from '../../cache/counters.js';
import { AppError } from '../../errors/app-error.js';
import { networkOf } from '../../http/client-network.js';

/** A person mistypes a few times; ten guesses in a quarter of an hour are about a thousand a day. */
const FAILURES_PER_ACCOUNT_MAX = 10;
/** More, because an office shares an address; it stops those who try one password with many accounts. */
const FAILURES_PER_ADDRESS_MAX = 50;
const WINDOW_SECONDS = 15 * 60;

/** Where somebody tries to sign in, and from where. */
export interface SignInAttempt {
  /** The e-mail address in small letters, whether or not it is a member's. */
  readonly account: string;
  readonly address: string;
}

/** Locks an account, and an address, after too many failures. */
@Injectable()
export class SignInLimiter {
  private readonly accounts: RateLimiterAbstract;
  private readonly addresses: RateLimiterAbstract;

  constructor(counters: Counters) {
    const counter = (name: string, points: number) => counters.counter({ name, points, windowSeconds: WINDOW_SECONDS });
    this.accounts = counter('sign-in-account', FAILURES_PER_ACCOUNT_MAX);
    this.addresses = counter('sign-in-address', FAILURES_PER_ADDRESS_MAX);
  }

  /**
   * Counts an attempt as a failure before it is judged, so that many attempts at once gain nothing.
   * @throws AppError `request.rate_limited`
   */
  async begin({ account, address }: SignInAttempt): Promise<void> {
    // Nothing new is remembered for what is locked already, so the counters are no more than the comparisons in a window.
    const known = await this.accounts.get(account);
    if (known !== null && known.remainingPoints <= 0) throw refused(known);
    await consume(this.addresses, networkOf(address));
    await consume(this.accounts, account);
  }

  /**
   * Takes back what `begin` counted, and nothing else: an address may have a password in each of several organizations, and
   * whoever has one of them could else go on guessing another without end.
   */
  async succeed({ account, address }: SignInAttempt): Promise<void> {
    await Promise.all([this.addresses.reward(networkOf(address)), this.accounts.reward(account)]);
  }
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    throw refusal instanceof RateLimiterRes ? refused(refusal) : refusal;
  }
}

const refused = ({ msBeforeNext }: RateLimiterRes) => tooManyAttempts(Math.ceil(msBeforeNext / 1000));

/** Tells nobody whether it was the account or the address. */
export const tooManyAttempts = (retryAfterSeconds: number): AppError =>
  new AppError(
    'request.rate_limited',
    `Too many attempts to sign in. Wait ${retryAfterSeconds} seconds, then try again.`,
    { retryAfterSeconds },
  );
