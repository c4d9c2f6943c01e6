import { Injectable, type OnModuleInit } from '@nestjs/common';
import { createPassword, digestPassword, isPasswordOf } from '../../crypto/password.js';
import { AppError } from '../../errors/app-error.js';
import { type SignInAttempt, SignInLimiter, tooManyAttempts } from './sign-in-limiter.js';

/** Comparisons under way and waiting: at a quarter of a second each, more would wait longer than anybody does. */
const COMPARISONS_MAX = 32;

/** Compares passwords, with the same effort and the same answer whether or not there is such an account. */
@Injectable()
export class PasswordCheckService implements OnModuleInit {
  private decoyDigest = '';
  private comparisons = 0;

  constructor(private readonly limiter: SignInLimiter) {}

  async onModuleInit(): Promise<void> {
    this.decoyDigest = await digestPassword(createPassword());
  }

  /**
   * @param digest of the account's password; undefined when there is no such account.
   * @throws AppError `credential.invalid`, `request.rate_limited`
   */
  async check(attempt: SignInAttempt, password: string, digest: string | undefined): Promise<void> {
    if (this.comparisons >= COMPARISONS_MAX) throw tooManyAttempts(1);
    this.comparisons++;
    try {
      await this.limiter.begin(attempt);
      const isRight = await isPasswordOf(password, digest ?? this.decoyDigest);
      if (!isRight || digest === undefined) throw wrongPassword();
      await this.limiter.succeed(attempt);
    } finally {
      this.comparisons--;
    }
  }
}

export const wrongPassword = (): AppError =>
  new AppError('credential.invalid', 'The e-mail address or the password is wrong. Check both and try again.');
