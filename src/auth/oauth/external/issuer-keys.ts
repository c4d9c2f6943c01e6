import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey, type RemoteJWKSet } from 'jose';
import { AppError } from '../../../errors/app-error.js';

/** Asks for a key set, within bounds of time and size. */
export type KeysRequest = (url: string, signal: AbortSignal) => Promise<Response>;

const KEPT_MS = 60 * 60 * 1000;
/** Anybody can send a token with a made-up key id: the issuer is asked about such ids this often at most. */
const UNKNOWN_KEY_EVERY_MS = 5 * 60 * 1000;
const FETCH_MS = 5_000;
/** After a failure the issuer is left alone for so long. */
const PAUSE_SECONDS = 10;

/** The keys were asked about an unknown one just before, and may be newer than that: nobody can say whether this one is the issuer's. */
export class KeyUnknownYet extends Error {
  override readonly name = 'KeyUnknownYet';

  /**
   * @param readAtMs when the keys were read last for an unknown one, as Unix time.
   * @param againAtMs when they may be read so again.
   */
  constructor(
    readonly readAtMs: number,
    readonly againAtMs: number,
  ) {
    super('the issuer was asked for unknown keys lately, and is not asked again yet');
  }
}

/** The public keys of one issuer, for one MCP server (RFC 7517). Without them nobody is let in. */
export class IssuerKeys {
  private readonly remote: RemoteJWKSet;
  private forced: { readonly atMs: number; readonly done: Promise<void> } | undefined;
  private pausedUntilMs = 0;

  constructor(url: URL, readKeys: KeysRequest) {
    this.remote = createRemoteJWKSet(url, {
      timeoutDuration: FETCH_MS,
      cacheMaxAge: KEPT_MS,
      // When to ask about an unknown key is decided here.
      cooldownDuration: Number.POSITIVE_INFINITY,
      [customFetch]: (address, { signal }) => readKeys(address, signal),
    });
  }

  /**
   * The key that a token is signed with.
   * @throws AppError `sign_in.unavailable` where the issuer does not tell its keys, jose's errors for a key that it has not, and KeyUnknownYet
   * where it may have it.
   */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    if (!this.remote.fresh) await this.reload();
    try {
      return await this.remote(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.reloadForUnknown();
      return this.remote(header, token);
    }
  };

  /**
   * Reads the keys anew for a token that names an unknown one. Those who ask at the same time share one request.
   * @throws KeyUnknownYet
   */
  private async reloadForUnknown(): Promise<void> {
    const nowMs = Date.now();
    const { forced } = this;
    if (forced === undefined || forced.atMs + UNKNOWN_KEY_EVERY_MS <= nowMs)
      this.forced = { atMs: nowMs, done: this.reload() };
    else if (!this.remote.reloading) throw new KeyUnknownYet(forced.atMs, forced.atMs + UNKNOWN_KEY_EVERY_MS);
    await this.forced?.done;
  }

  private async reload(): Promise<void> {
    if (Date.now() < this.pausedUntilMs) throw unavailable();
    await this.remote.reload().catch((cause: unknown) => {
      this.pausedUntilMs = Date.now() + PAUSE_SECONDS * 1000;
      throw unavailable(cause);
    });
  }
}

/**
 * 503, and not 401: a client that is told 401 throws away a sign-in that may well be good, and asks its person to sign in again,
 * for nothing.
 */
const unavailable = (cause?: unknown) =>
  new AppError(
    'sign_in.unavailable',
    'The keys of the authorization server of this MCP server cannot be read, so no access token can be checked. Try again in a moment.',
    { retryAfterSeconds: PAUSE_SECONDS, cause },
  );
