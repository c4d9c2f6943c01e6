import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { TokenDigester } from '../../../crypto/bearer-token.js';
import { SecretBox } from '../../../crypto/secret-box.js';
import { isRecord } from '../../../values/is-record.js';
import { OauthRecordAdapter, REPLAY_GRACE_MS } from './oauth-record-adapter.js';
import { OauthRecordsRepository } from './oauth-records.repository.js';

/** Longer than an answer takes; what has not come by then was lost with its process. */
const WAIT_MS = 2_000;
const POLL_MS = 50;
const OWNER = { organizationId: '', record: 'oauth_refresh_token', id: 'successor' };

/**
 * Replaces each refresh token once (RFC 9700, 4.14.2). A client that sends one again within the grace, because the answer got lost or because
 * two of its requests crossed, is given the same new one: a family of tokens never branches, so that whoever uses a stolen one shows.
 */
@Injectable()
export class RefreshRotation {
  private readonly tokens: OauthRecordAdapter;
  private readonly successors: OauthRecordAdapter;
  private readonly answers = new WeakMap<KoaContextWithOIDC, string>();

  constructor(
    records: OauthRecordsRepository,
    digester: TokenDigester,
    private readonly box: SecretBox,
  ) {
    this.tokens = new OauthRecordAdapter('RefreshToken', records, digester);
    this.successors = new OauthRecordAdapter('RefreshSuccessor', records, digester);
  }

  /** Whether a token is to be replaced; false where that was done, and the request is answered with what it was replaced by. */
  async isDue(context: KoaContextWithOIDC): Promise<boolean> {
    const token = tokenOf(context);
    if (await this.tokens.claim(token)) return true;
    const successor = await this.successorOf(token);
    if (successor !== undefined) this.answers.set(context, successor);
    return successor === undefined;
  }

  /** Sees to it that an answer to a refresh holds the one token that replaces the one sent. */
  async complete(context: KoaContextWithOIDC): Promise<void> {
    const { body } = context;
    if (!isRecord(body) || typeof body.refresh_token !== 'string') return;
    const known = this.answers.get(context);
    if (known !== undefined) Object.assign(body, { refresh_token: known });
    else await this.store(tokenOf(context), body.refresh_token, context.oidc.entities.Grant?.jti);
  }

  private async store(token: string, successor: string, grantId: string | undefined): Promise<void> {
    const sealed = await this.box.seal(OWNER, successor);
    await this.successors.upsert(token, { sealed, ...(grantId !== undefined && { grantId }) }, REPLAY_GRACE_MS / 1000);
  }

  /** Whoever replaces it at this moment has claimed it, and is about to say by what. */
  private async successorOf(token: string): Promise<string | undefined> {
    for (const endMs = Date.now() + WAIT_MS; Date.now() < endMs; await sleep(POLL_MS)) {
      const sealed = (await this.successors.find(token))?.sealed;
      if (typeof sealed === 'string') return String(await this.box.unseal(OWNER, sealed));
    }
    return undefined;
  }
}

const tokenOf = ({ oidc }: KoaContextWithOIDC) => String(oidc.params?.refresh_token);
