import { Injectable } from '@nestjs/common';
import { ConcurrencyLimit } from '../../access/concurrency-limit.js';
import { AppError } from '../../errors/app-error.js';
import { siteOf } from '../../http/client-network.js';
import { type SignInAttempt, SignInLimiter } from './sign-in-limiter.js';

/** One less than the threads on which bcrypt works, so that one is left to look up names and read files. */
const AT_ONCE_MAX = 3;
/** At a quarter of a second each, more would wait longer than anybody does. */
const WAITING_MAX = 32;
/** Nobody waits in all places: whoever sends many passwords from a few networks shuts nobody else out. */
const WAITING_PER_SITE_MAX = WAITING_MAX / 4;

/** Has passwords compared and digested within bounds; the database is asked for nothing before they are passed. */
@Injectable()
export class PasswordCheckService {
  private readonly turns = new ConcurrencyLimit({
    atOnceMax: AT_ONCE_MAX,
    waitingMax: WAITING_MAX,
    waitingPerCallerMax: WAITING_PER_SITE_MAX,
  });

  constructor(private readonly limiter: SignInLimiter) {}

  /**
   * @param compare compares the password, with the same effort whether or not there is such an account, and answers what it
   * opens; undefined: nothing.
   * @throws AppError `credential.invalid`, `request.rate_limited`
   */
  check<T>(attempt: SignInAttempt, compare: () => Promise<T | undefined>): Promise<T> {
    return this.limiter.judging(attempt, () =>
      this.inTurn(attempt.address, async () => {
        const opened = await compare();
        if (opened === undefined) throw wrongPassword();
        return opened;
      }),
    );
  }

  /**
   * Does work that digests a password, when its turn comes, and that tells whether it is one that the account has.
   * @throws AppError `request.rate_limited`
   */
  guess<T extends { readonly isProved: boolean }>(attempt: SignInAttempt, work: () => Promise<T>): Promise<T> {
    return this.limiter.guessing(attempt, () => this.inTurn(attempt.address, work));
  }

  /**
   * Does work that digests a password, when its turn comes.
   * @throws AppError `request.rate_limited`
   */
  inTurn<T>(address: string, work: () => Promise<T>): Promise<T> {
    return this.turns.withSlot(siteOf(address), work);
  }
}

export const wrongPassword = (): AppError =>
  new AppError('credential.invalid', 'The e-mail address or the password is wrong. Check both and try again.');
