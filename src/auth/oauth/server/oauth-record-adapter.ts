import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { TokenDigester } from '../../../crypto/bearer-token.js';
import { isStorable } from '../../../http/input/text.js';
import type { OauthRecordsRepository } from './oauth-records.repository.js';
import { oidcPackage } from './oidc-package.js';

/** Their ids are no secrets, and stand in other records. */
const OPEN_KINDS: readonly string[] = ['Client', 'Grant'];
/** Of clients: only digests of their secrets are kept. */
const SECRET = 'client_secret';
/**
 * A refresh token that was just replaced is answered again for this long: the answer may have got lost on its way, and a
 * client that asks twice at once is no thief. Afterwards whoever sends it ends the whole grant (RFC 9700, 4.14.2).
 */
export const REPLAY_GRACE_MS = 60_000;
/**
 * So long it is known of a refresh token that it was replaced, so that whoever sends it ends its family (RFC 9700, 4.14.2). A client that
 * is in use comes back within days; a token that is older still opens nothing.
 */
const REPLACED_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Where `oidc-provider` keeps one kind of its records: PostgreSQL, so that any process of the gateway takes any step. */
export class OauthRecordAdapter implements Adapter {
  constructor(
    private readonly kind: string,
    private readonly records: OauthRecordsRepository,
    private readonly digester: TokenDigester,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresInSeconds?: number): Promise<void> {
    // Nobody stays signed in at the authorization server: each sign-in begins anew.
    if (this.kind === 'Session') return;
    if (!holdsStorable(payload)) throw await unstorable();
    const expiresAt = expiresInSeconds ? new Date(Date.now() + expiresInSeconds * 1000) : null;
    await this.records.upsert(this.kind, this.keyOf(id), this.stored(payload), payload.grantId ?? null, expiresAt);
  }

  /** Stores what nobody else has stored under this id. @returns whether nobody had. */
  insert(id: string, payload: AdapterPayload, expiresInSeconds: number): Promise<boolean> {
    const expiresAt = new Date(Date.now() + expiresInSeconds * 1000);
    return this.records.insert(this.kind, this.keyOf(id), this.stored(payload), payload.grantId ?? null, expiresAt);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (!isStorable(id)) return undefined;
    const record = await this.records.find(this.kind, this.keysOf(id));
    if (record === null || (record.expiresAt !== null && record.expiresAt.getTime() <= Date.now())) return undefined;
    return { ...record.payload, ...(!this.isOpen && { jti: id }), ...this.consumption(record.consumedAt) };
  }

  async findByUid(): Promise<undefined> {
    return undefined;
  }

  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  /** @throws InvalidGrant for a code that another request redeems at the same moment: of those that cross, one gets tokens. */
  async consume(id: string): Promise<void> {
    const isFirst = await this.claim(id);
    if (!isFirst && this.kind === 'AuthorizationCode') throw await alreadyRedeemed();
  }

  /** Consumes a record. @returns whether nobody had. */
  claim(id: string): Promise<boolean> {
    const now = Date.now();
    const keptUntil = this.kind === 'RefreshToken' ? new Date(now + REPLACED_KEPT_MS) : undefined;
    return this.records.consume(this.kind, this.keysOf(id), new Date(now), keptUntil);
  }

  /** @throws SessionNotFound for a sign-in that another request takes on at the same moment: of those that cross, one gets a code. */
  async destroy(id: string): Promise<void> {
    const isFirst = await this.records.remove(this.kind, this.keysOf(id));
    if (!isFirst && this.kind === 'Interaction') throw await alreadyAnswered();
  }

  revokeByGrantId(grantId: string): Promise<void> {
    return this.records.removeGrant(grantId);
  }

  private consumption(consumedAt: Date | null): Pick<AdapterPayload, 'consumed'> {
    if (consumedAt === null) return {};
    if (this.kind === 'RefreshToken' && Date.now() - consumedAt.getTime() < REPLAY_GRACE_MS) return {};
    return { consumed: Math.floor(consumedAt.getTime() / 1000) };
  }

  private stored({ jti, ...payload }: AdapterPayload) {
    if (this.isOpen) return { ...payload, ...(jti !== undefined && { jti }), ...this.ofClient(payload) };
    return payload;
  }

  /** Clients that come this way have registered themselves. */
  private ofClient(payload: AdapterPayload): AdapterPayload {
    if (this.kind !== 'Client') return {};
    const secret = payload[SECRET];
    return {
      registered_by_itself: true,
      ...(typeof secret === 'string' && { [SECRET]: this.digester.digest(secret) }),
    };
  }

  private get isOpen(): boolean {
    return OPEN_KINDS.includes(this.kind);
  }

  private keyOf(id: string): string {
    return this.isOpen ? id : this.digester.digest(this.named(id));
  }

  private keysOf(id: string): readonly string[] {
    return this.isOpen ? [id] : this.digester.candidates(this.named(id));
  }

  /** One kind's token never passes for another's. */
  private named(id: string): string {
    return `${this.kind}:${id}`;
  }
}

/** Whether PostgreSQL takes all texts in a record: much of it is what callers said, in whatever form. */
function holdsStorable(payload: AdapterPayload): boolean {
  let isSound = true;
  JSON.stringify(payload, (name, value: unknown) => {
    isSound &&= isStorable(name) && (typeof value !== 'string' || isStorable(value));
    return value;
  });
  return isSound;
}

async function alreadyRedeemed(): Promise<Error> {
  const { errors } = await oidcPackage();
  return new errors.InvalidGrant('authorization code already consumed');
}

async function alreadyAnswered(): Promise<Error> {
  const { errors } = await import('oidc-provider');
  return new errors.SessionNotFound('this sign-in was answered already');
}

/** An error that the authorization server answers in the form of each of its endpoints. */
async function unstorable(): Promise<Error> {
  const { errors } = await oidcPackage();
  return new errors.InvalidRequest('the request holds a character that no text may have');
}
