import { Injectable } from '@nestjs/common';
import type { AttemptCounter } from '../../cache/attempt-counter.js';
import { Counters } from '../../cache/counters.js';
import { AppError } from '../../errors/app-error.js';
import { networkOf } from '../../http/client-network.js';

/** A person mistypes a few times; ten guesses in a quarter of an hour are about a thousand a day. */
const FAILURES_PER_ACCOUNT_MAX = 10;
/** More, because an office shares an address; it stops those who try one password with many accounts. */
const FAILURES_PER_ADDRESS_MAX = 50;
const WINDOW_SECONDS = 15 * 60;
/** What a wrong attempt is answered. */
const FAILURE_CODES = ['credential.invalid', 'setup.code_wrong', 'single_sign_on.refused'];

/** Where somebody tries to sign in, and from where. */
export interface SignInAttempt {
  /** The e-mail address in small letters, whether or not it is a member's; left out where none is known yet. */
  readonly account?: string;
  readonly address: string;
}

/** Locks an account, and an address, after too many failures. */
@Injectable()
export class SignInLimiter {
  private readonly accounts: AttemptCounter;
  private readonly addresses: AttemptCounter;

  constructor(counters: Counters) {
    const counter = (name: string, points: number) =>
      counters.attempts({ name, points, windowSeconds: WINDOW_SECONDS });
    this.accounts = counter('sign-in-account', FAILURES_PER_ACCOUNT_MAX);
    this.addresses = counter('sign-in-address', FAILURES_PER_ADDRESS_MAX);
  }

  /**
   * Judges an attempt. It is counted as a failure before anything is read or compared for it, so that many attempts at
   * once gain nothing, and what is refused costs nothing.
   * @param judge does the work; what it throws that says nothing of the caller is not counted.
   * @throws AppError `request.rate_limited`, what `judge` throws
   */
  async judging<T>(attempt: SignInAttempt, judge: () => Promise<T>): Promise<T> {
    await this.begin(attempt);
    const judging = judge();
    const isFailure = await judging.then(() => false, isWrong);
    if (!isFailure) await this.takeBack(attempt);
    return judging;
  }

  /**
   * Judges an attempt that is answered whether or not it proves anything, and counts against the account alone unless it does:
   * nobody guesses by it more often than by signing in.
   * @param judge does the work; whatever it throws has told nothing of the account.
   * @throws AppError `request.rate_limited`, what `judge` throws
   */
  async guessing<T extends { readonly isProved: boolean }>(
    attempt: SignInAttempt,
    judge: () => Promise<T>,
  ): Promise<T> {
    await this.begin(attempt);
    const judging = judge();
    const isProved = await judging.then(
      (judged) => judged.isProved,
      () => true,
    );
    await this.takeBack(isProved ? attempt : { address: attempt.address });
    return judging;
  }

  /** @throws AppError `request.rate_limited` */
  private async begin({ account, address }: SignInAttempt): Promise<void> {
    const network = networkOf(address);
    // The address first: who has none left adds nothing to the count of an account.
    await refuseAfter(this.addresses.count(network));
    if (account === undefined) return;
    const waitSeconds = await this.accounts.count(account);
    if (waitSeconds === undefined) return;
    await this.addresses.takeBack(network);
    throw tooManyAttempts(waitSeconds);
  }

  /**
   * Takes back what `begin` counted, and nothing else: an address may have a password in each of several organizations, and
   * whoever has one of them could else go on guessing another without end.
   */
  private async takeBack({ account, address }: SignInAttempt): Promise<void> {
    const takingBack = account === undefined ? undefined : this.accounts.takeBack(account);
    await Promise.all([this.addresses.takeBack(networkOf(address)), takingBack]);
  }
}

const isWrong = (error: unknown) => error instanceof AppError && FAILURE_CODES.includes(error.code);

async function refuseAfter(counting: Promise<number | undefined>): Promise<void> {
  const waitSeconds = await counting;
  if (waitSeconds !== undefined) throw tooManyAttempts(waitSeconds);
}

/** Tells nobody whether it was the account or the address. */
export const tooManyAttempts = (retryAfterSeconds: number): AppError =>
  new AppError(
    'request.rate_limited',
    `Too many attempts to sign in. Wait ${retryAfterSeconds} seconds, then try again.`,
    { retryAfterSeconds },
  );
