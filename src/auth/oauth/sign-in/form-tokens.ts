import { Injectable } from '@nestjs/common';
import { TextSigner } from '../../../crypto/text-signer.js';
import { AppError } from '../../../errors/app-error.js';

const CONTEXT = 'oauth-sign-in-form';

/** Proves that a form was sent from the page of this very sign-in: a page of somebody else's knows none of them. */
@Injectable()
export class FormTokens {
  constructor(private readonly signer: TextSigner) {}

  create(uid: string): string {
    return this.signer.sign(CONTEXT, uid);
  }

  /** @throws AppError `request.csrf_missing` */
  check(token: string | undefined, uid: string): void {
    if (token === undefined || this.signer.open(CONTEXT, token) !== uid)
      throw new AppError(
        'request.csrf_missing',
        'This form was not sent from the page of this sign-in. Load the page again.',
      );
  }
}
