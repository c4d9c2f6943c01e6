import { Injectable } from '@nestjs/common';
import { TextSigner } from '../../../crypto/text-signer.js';
import { AppError } from '../../../errors/app-error.js';

const CONTEXT = 'oauth-sign-in-form';

/** Proves that a form was sent from the page of this very sign-in, and what that page said: a page of somebody else's knows none of them. */
@Injectable()
export class FormTokens {
  constructor(private readonly signer: TextSigner) {}

  /** @param said what the page says that its form answers. */
  create(uid: string, said: readonly string[] = []): string {
    return this.signer.sign(CONTEXT, JSON.stringify([uid, ...said]));
  }

  /**
   * @returns what the page said.
   * @throws AppError `request.csrf_missing`
   */
  check(token: string | undefined, uid: string): readonly string[] {
    const signed = token === undefined ? null : this.signer.open(CONTEXT, token);
    // What opens was signed above.
    const [own, ...said] = signed === null ? [] : (JSON.parse(signed) as string[]);
    if (own === uid) return said;
    throw new AppError(
      'request.csrf_missing',
      'This form was not sent from the page of this sign-in. Load the page again.',
    );
  }
}
