import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Agent } from 'undici';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { AppError } from '../../../errors/app-error.js';
import { faultOf } from '../../../http/fault-of-answer.js';
import { type AddressPolicy, createGuardedAgent, urlProblem } from '../../../http/guarded-agent.js';
import { type GuardedRequest, guardedFetch } from '../../../http/guarded-fetch.js';
import { isRecord } from '../../../values/is-record.js';

/** An OAuth client app of ours in a Looker, for one account. */
export interface LookerApp {
  readonly organizationId: string;
  readonly integratedAccountId: string;
  /** Origin of the API. */
  readonly baseUrl: string;
  readonly clientGuid: string;
}

const TIMEOUT_MS = 10_000;
const BYTES_MAX = 256 * 1024;
const LOOKERS_MAX = 1_000;
/** So long stands what a Looker says of its addresses, and so long one that does not answer is not asked for them again. */
const KEPT_MS = 10 * 60 * 1000;
const RETRY_MS = 10_000;

/** Where a Looker's people sign in, and its tokens are given. */
export interface Endpoints {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
}

interface KnownEndpoints {
  readonly told: Promise<Endpoints>;
  untilMs: number;
}

type Request = Omit<GuardedRequest, 'bytesMax' | 'signal'> & { readonly signal?: AbortSignal };

/** Where Lookers have people sign in, as they say it themselves, and the way there: by no address inside our network. */
@Injectable()
export class LookerEndpoints implements OnApplicationShutdown {
  private readonly agent: Agent;
  private readonly policy: AddressPolicy;
  private readonly known = new LRUCache<string, KnownEndpoints>({ max: LOOKERS_MAX });
  private readonly webUrls = new LRUCache<string, string>({ max: LOOKERS_MAX });

  constructor(@Inject(SETTINGS) { looker }: Settings) {
    this.policy = { loopbackAllowed: looker.loopbackAllowed, trustedHosts: looker.trustedHosts };
    const { connectTimeoutMs } = looker;
    this.agent = createGuardedAgent({ ...this.policy, connectTimeoutMs, connectionsPerHostMax: 8 });
  }

  /** Where people open a Looker, kept for a while; the address of its API where Looker does not tell. */
  async getWebUrl(baseUrl: string): Promise<string> {
    const known = this.webUrls.get(baseUrl);
    if (known !== undefined) return known;
    const url = await this.webUrl(baseUrl).catch(() => undefined);
    this.webUrls.set(baseUrl, url ?? baseUrl, { ttl: url === undefined ? RETRY_MS : KEPT_MS });
    return url ?? baseUrl;
  }

  /** @throws Error where nothing answers in time, or with more than is read. */
  ask(url: string, { signal, ...request }: Request = {}): Promise<Response> {
    const signals = [AbortSignal.timeout(TIMEOUT_MS), ...(signal === undefined ? [] : [signal])];
    return guardedFetch(this.agent, url, { ...request, bytesMax: BYTES_MAX, signal: AbortSignal.any(signals) });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  /** Kept for each account by itself. Those who need them at the same time share one request, and its failure. */
  of({ organizationId, integratedAccountId, baseUrl }: LookerApp): Promise<Endpoints> {
    const key = `${organizationId}/${integratedAccountId}/${baseUrl}`;
    const known = this.known.get(key);
    if (known !== undefined && Date.now() < known.untilMs) return known.told;
    const askAgainSoon = () => {
      made.untilMs = Date.now() + RETRY_MS;
    };
    const made: KnownEndpoints = {
      told: this.tellEndpoints(baseUrl, askAgainSoon),
      untilMs: Date.now() + KEPT_MS,
    };
    this.known.set(key, made);
    made.told.catch(askAgainSoon);
    return made.told;
  }

  /** The endpoints as Looker's own metadata has them, else where they have always been. */
  private async tellEndpoints(baseUrl: string, askAgainSoon: () => void): Promise<Endpoints> {
    const web = await this.webUrl(baseUrl, askAgainSoon);
    const told = await this.document(`${web}/.well-known/oauth-authorization-server`, askAgainSoon);
    return {
      issuer: web,
      authorization_endpoint: this.usable(told?.authorization_endpoint) ?? `${web}/auth`,
      token_endpoint: this.usable(told?.token_endpoint) ?? `${baseUrl}/api/token`,
    };
  }

  /** Where people open this Looker; its API may be elsewhere (Looker operation `versions`). */
  private async webUrl(baseUrl: string, failing?: () => void): Promise<string> {
    const versions = await this.document(`${baseUrl}/versions`, failing);
    const told = this.usable(versions?.web_server_url);
    return told === undefined ? new URL(baseUrl).origin : new URL(told).origin;
  }

  private usable(url: unknown): string | undefined {
    if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
    return urlProblem(new URL(url), this.policy) === undefined ? url : undefined;
  }

  /** A JSON object at an address; undefined for anything else. */
  private async document(url: string, failing?: () => void): Promise<Record<string, unknown> | undefined> {
    const answer = await this.ask(url).catch((error: unknown) => {
      throw unreachable(error);
    });
    // It may tell more once it works again.
    if (answer.status >= 500) failing?.();
    if (answer.status !== 200) return undefined;
    const document: unknown = await answer.json().catch(() => undefined);
    return isRecord(document) ? document : undefined;
  }
}

export const unreachable = (cause: unknown) =>
  new AppError('looker.unreachable', 'Looker does not answer at its address of sign-in. Try again in a moment.', {
    cause: faultOf(cause),
  });
