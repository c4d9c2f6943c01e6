import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { RateLimits } from '../../../cache/rate-limits.js';
import { TokenDigester } from '../../../crypto/bearer-token.js';
import { SecretBox } from '../../../crypto/secret-box.js';
import { AppError } from '../../../errors/app-error.js';
import { isRecord } from '../../../values/is-record.js';
import { OauthRecordAdapter, REPLAY_GRACE_MS } from './oauth-record-adapter.js';
import { OauthRecordsRepository } from './oauth-records.repository.js';

/** Longer than an answer takes; what has not come by then was lost with its process. */
const WAIT_MS = 2_000;
const POLL_MS = 50;
/** Longer than the grace and all waiting within it: whoever replaces a token late finds by what it was replaced. */
const SUCCESSOR_SECONDS = (2 * REPLAY_GRACE_MS) / 1000;
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
    private readonly limits: RateLimits,
  ) {
    this.tokens = new OauthRecordAdapter('RefreshToken', records, digester);
    this.successors = new OauthRecordAdapter('RefreshSuccessor', records, digester);
  }

  /**
   * Whether a token is to be replaced; false where that was done, and the request is answered with what it was replaced by.
   * @throws an error of the authorization server where its sign-in is refreshed too often
   */
  async isDue(context: KoaContextWithOIDC): Promise<boolean> {
    await this.count(context);
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
    else Object.assign(body, { refresh_token: await this.settled(context, body.refresh_token) });
  }

  /** Each refresh has a record kept for weeks. */
  private async count(context: KoaContextWithOIDC): Promise<void> {
    const grantId = context.oidc.entities.Grant?.jti ?? '';
    await this.limits.passRefresh(grantId).catch(async (refusal: unknown) => {
      if (!(refusal instanceof AppError)) throw refusal;
      const { errors } = await import('oidc-provider');
      context.set('Retry-After', String(refusal.retryAfterSeconds));
      const error = new errors.CustomOIDCProviderError('temporarily_unavailable', refusal.message);
      throw Object.assign(error, { status: refusal.kind.status, statusCode: refusal.kind.status });
    });
  }

  /** Of several who replace one token, because the first took longer than the others wait, the first to store its own one has replaced it. */
  private async settled(context: KoaContextWithOIDC, own: string): Promise<string> {
    const token = tokenOf(context);
    const grantId = context.oidc.entities.Grant?.jti;
    const payload = { sealed: await this.box.seal(OWNER, own), ...(grantId !== undefined && { grantId }) };
    if (await this.successors.insert(token, payload, SUCCESSOR_SECONDS)) return own;
    await this.tokens.destroy(own);
    const first = await this.successorOf(token);
    if (first === undefined) throw new Error('what a refresh token was replaced by is gone');
    return first;
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
