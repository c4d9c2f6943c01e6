import { Injectable } from '@nestjs/common';
import { AppError } from '../../errors/app-error.js';
import { type SignInAttempt, SignInLimiter, tooManyAttempts } from './sign-in-limiter.js';

/** Comparisons under way and waiting: at a quarter of a second each, more would wait longer than anybody does. */
const COMPARISONS_MAX = 32;

/** Has passwords compared within bounds; the database is asked for nothing before they are passed. */
@Injectable()
export class PasswordCheckService {
  private comparisons = 0;

  constructor(private readonly limiter: SignInLimiter) {}

  /**
   * @param compare compares the password, with the same effort whether or not there is such an account, and answers what it
   * opens; undefined: nothing.
   * @throws AppError `credential.invalid`, `request.rate_limited`
   */
  async check<T>(attempt: SignInAttempt, compare: () => Promise<T | undefined>): Promise<T> {
    if (this.comparisons >= COMPARISONS_MAX) throw tooManyAttempts(1);
    this.comparisons++;
    try {
      await this.limiter.begin(attempt);
      const opened = await compare();
      if (opened === undefined) throw wrongPassword();
      await this.limiter.succeed(attempt);
      return opened;
    } finally {
      this.comparisons--;
    }
  }
}

export const wrongPassword = (): AppError =>
  new AppError('credential.invalid', 'The e-mail address or the password is wrong. Check both and try again.');
