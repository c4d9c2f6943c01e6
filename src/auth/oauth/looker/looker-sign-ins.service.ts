import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AccountsService } from '../../../accounts/accounts.service.js';
import { Broadcast } from '../../../cache/broadcast.js';
import { type Resealed, SecretBox } from '../../../crypto/secret-box.js';
import { DatabaseService } from '../../../database/database.service.js';
import { createId } from '../../../database/ids.js';
import type { FoundRecord } from '../../../database/organization-transaction.js';
import { isUniqueViolation } from '../../../database/prisma-errors.js';
import { LookerError } from '../../../looker/looker-error.js';
import { LookerAuthorization, LookerSignInOver, type LookerTokens } from './looker-authorization.js';
import type { LookerApp } from './looker-endpoints.js';
import type { LookerPerson } from './looker-person.js';
import { type LookerSignIn, LookerSignInsRepository } from './looker-sign-ins.repository.js';

/** A token is treated as ended this long before it is, as Looker's SDKs do. */
const EARLY_MS = 10_000;
/** Longer than a refresh takes with all its timeouts. */
const CLAIM_MS = 25_000;
const POLL_MS = 100;
const TOKENS_CACHED_MAX = 10_000;
const RESEALED_AT_ONCE = 100;

/** Tokens, and the address of the Looker that gave them: they are good there, and sent nowhere else. */
interface KnownTokens extends LookerTokens {
  readonly baseUrl: string;
}

const ownerOf = ({ organizationId, id }: FoundRecord) => ({ organizationId, record: 'looker_sign_in', id });

/** People's own sign-ins at their Looker: their tokens, sealed, and refreshed by one process for all. */
@Injectable()
export class LookerSignInsService {
  private readonly known = new LRUCache<string, KnownTokens>({ max: TOKENS_CACHED_MAX });
  private readonly refreshes = new Map<string, Promise<KnownTokens>>();

  constructor(
    private readonly database: DatabaseService,
    private readonly signIns: LookerSignInsRepository,
    private readonly authorization: LookerAuthorization,
    private readonly accounts: AccountsService,
    private readonly box: SecretBox,
    private readonly broadcast: Broadcast,
  ) {
    broadcast.subscribe(({ record, id }) => {
      if (record === 'looker_sign_in') this.known.delete(id);
    });
    broadcast.onGap(() => this.known.clear());
  }

  /** Writes down that somebody signed in at the Looker of an account. */
  async create(
    { organizationId, id: integratedAccountId, baseUrl }: FoundRecord & Pick<LookerSignIn, 'baseUrl'>,
    person: LookerPerson,
    tokens: LookerTokens,
  ): Promise<LookerSignIn> {
    const user = { integratedAccountId, baseUrl, lookerUserId: person.id };
    const write = async () => {
      const id = await this.database.read(organizationId, (tx) => this.signIns.idOf(tx, user, createId()));
      const sealedTokens = await this.box.seal(ownerOf({ organizationId, id }), tokens);
      const values = { id, ...user, sealedTokens, name: person.name, email: person.email };
      return this.database.inTransaction(organizationId, (tx) => this.signIns.upsert(tx, values));
    };
    // Of two browsers in which a person signs in for the first time, the second finds what the first has written.
    const signIn = await write().catch((error: unknown) => {
      if (!isUniqueViolation(error)) throw error;
      return write();
    });
    this.announce(signIn);
    return signIn;
  }

  /** Moves an organization's tokens under the current master key, and says of each what became of it. */
  async *resealAll(organizationId: string): AsyncGenerator<Resealed> {
    for (let lastId: string | undefined; ; ) {
      const afterId = lastId;
      const rows = await this.database.read(organizationId, (tx) =>
        this.signIns.listSealed(tx, afterId, RESEALED_AT_ONCE),
      );
      for (const row of rows)
        yield await this.box.reseal(ownerOf(row), row.sealedTokens, (sealed) =>
          this.database.inTransaction(organizationId, (tx) => this.signIns.replaceTokens(tx, row, sealed)),
        );
      lastId = rows.at(-1)?.id;
      if (rows.length < RESEALED_AT_ONCE) return;
    }
  }

  find({ organizationId, id }: FoundRecord): Promise<LookerSignIn | null> {
    return this.database.read(organizationId, (tx) => this.signIns.find(tx, id));
  }

  /**
   * A token of the person that is good now, and not the one that Looker just refused. Those who need one at the same time share
   * one refresh, in all processes.
   * @param baseUrl where the token is to be sent.
   * @throws LookerError `sign_in_over` where Looker does not refresh any more or is another one, or a fault of the way there.
   */
  async token(found: FoundRecord, baseUrl: string, refusedToken?: string): Promise<string> {
    const known = this.known.get(found.id);
    const isUsable = known !== undefined && known.baseUrl === baseUrl && isGood(known, refusedToken);
    const tokens = isUsable ? known : await this.shared(found, refusedToken);
    if (tokens.baseUrl !== baseUrl) throw signInOver();
    return tokens.accessToken;
  }

  private async shared(found: FoundRecord, refusedToken?: string): Promise<KnownTokens> {
    const underWay = this.refreshes.get(found.id);
    if (underWay !== undefined) return underWay;
    const refresh = this.current(found, refusedToken).finally(() => this.refreshes.delete(found.id));
    this.refreshes.set(found.id, refresh);
    const tokens = await refresh;
    this.known.set(found.id, tokens);
    return tokens;
  }

  private async current(found: FoundRecord, refusedToken?: string): Promise<KnownTokens> {
    const deadlineMs = Date.now() + CLAIM_MS;
    for (;;) {
      const signIn = await this.live(found);
      const { baseUrl } = signIn;
      const tokens = (await this.box.unseal(ownerOf(found), signIn.sealedTokens).catch(() => undefined)) as
        | LookerTokens
        | undefined;
      // Under a master key that is gone: as good as none.
      if (tokens === undefined) return this.end(signIn);
      if (isGood(tokens, refusedToken)) return { ...tokens, baseUrl };
      if (tokens.refreshToken === null) return this.end(signIn);
      const now = new Date();
      const isOurs = await this.database.inTransaction(found.organizationId, (tx) =>
        this.signIns.claimRefresh(tx, signIn, now, new Date(now.getTime() + CLAIM_MS)),
      );
      if (isOurs) return { ...(await this.refresh(signIn, tokens.refreshToken)), baseUrl };
      if (Date.now() > deadlineMs) throw new LookerError('unreachable', 'a refresh of the sign-in takes too long');
      await sleep(POLL_MS);
    }
  }

  /** @throws LookerError `sign_in_over` */
  private async live(found: FoundRecord): Promise<LookerSignIn> {
    const signIn = await this.find(found);
    if (signIn === null || signIn.endedAt !== null) throw signInOver();
    const account = await this.accounts.getSignIn(signIn.organizationId, signIn.integratedAccountId);
    // The account has another Looker now: the person has to sign in there.
    return account.baseUrl === signIn.baseUrl ? signIn : this.end(signIn);
  }

  private async refresh(signIn: LookerSignIn, refreshToken: string): Promise<LookerTokens> {
    const { organizationId } = signIn;
    try {
      const tokens = await this.authorization.refresh(await this.appOf(signIn), refreshToken);
      const sealedTokens = await this.box.seal(ownerOf(signIn), tokens);
      await this.database.inTransaction(organizationId, (tx) => this.signIns.updateTokens(tx, signIn, sealedTokens));
      this.announce(signIn);
      return tokens;
    } catch (error) {
      if (error instanceof LookerSignInOver) return this.end(signIn);
      await this.database.inTransaction(organizationId, (tx) => this.signIns.releaseRefresh(tx, signIn.id));
      throw new LookerError('unreachable', 'its address of sign-in did not answer', { cause: error });
    }
  }

  /** @throws LookerSignInOver where the account has none any more. */
  private async appOf({ organizationId, integratedAccountId, baseUrl }: LookerSignIn): Promise<LookerApp> {
    const account = await this.accounts.getSignIn(organizationId, integratedAccountId);
    if (account.oauthClientGuid === null || account.baseUrl !== baseUrl)
      throw new LookerSignInOver('the account has no app in this Looker any more');
    return { organizationId, integratedAccountId, baseUrl, clientGuid: account.oauthClientGuid };
  }

  private async end(signIn: LookerSignIn): Promise<never> {
    await this.database.inTransaction(signIn.organizationId, (tx) => this.signIns.end(tx, signIn, new Date()));
    this.announce(signIn);
    throw signInOver();
  }

  private announce({ organizationId, id }: FoundRecord): void {
    this.known.delete(id);
    this.broadcast.publish({ record: 'looker_sign_in', organizationId, id });
  }
}

const isGood = ({ accessToken, expiresAtMs }: LookerTokens, refusedToken: string | undefined): boolean =>
  accessToken !== refusedToken && expiresAtMs - EARLY_MS > Date.now();

const signInOver = () =>
  new LookerError('sign_in_over', 'whoever signed in has to sign in at Looker again', { status: 401 });
