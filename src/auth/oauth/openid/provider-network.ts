import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Agent } from 'undici';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import {
  type AddressPolicy,
  AddressRefusedError,
  createGuardedAgent,
  NotConnectedError,
} from '../../../http/guarded-agent.js';
import { type GuardedRequest, guardedFetch } from '../../../http/guarded-fetch.js';

/** Entra's key set, with certificates, has some 20 kB. */
const BYTES_MAX = 256 * 1024;
const CONNECT_MS = 2_000;
const ANSWER_MS = 10_000;

/** The way to providers of organizations: by no address inside our network, and within bounds of time and size. */
@Injectable()
export class ProviderNetwork implements OnApplicationShutdown {
  readonly policy: AddressPolicy;
  private readonly agent: Agent;

  constructor(@Inject(SETTINGS) { looker }: Settings) {
    this.policy = { loopbackAllowed: looker.loopbackAllowed, trustedHosts: looker.trustedHosts };
    this.agent = createGuardedAgent({ ...this.policy, connectTimeoutMs: CONNECT_MS, connectionsPerHostMax: 4 });
  }

  /** @throws Error where nothing answers in time, or with more than is read. */
  ask(
    url: string,
    request: Omit<GuardedRequest, 'bytesMax' | 'signal'> & { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<Response> {
    const { signal, ...rest } = request;
    const signals = [AbortSignal.timeout(ANSWER_MS), ...(signal === undefined ? [] : [signal])];
    return guardedFetch(this.agent, url, { ...rest, bytesMax: BYTES_MAX, signal: AbortSignal.any(signals) });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }
}

/** Why a provider could not be asked, for whoever set it. */
export function networkProblem(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof AddressRefusedError)
    return 'its name leads into a private network, where this gateway asks nobody';
  if (cause instanceof NotConnectedError && cause.code === 'ENOTFOUND') return 'there is no host of this name';
  if (cause instanceof NotConnectedError) return `no connection is made to it (${cause.code || 'no answer'})`;
  if (error instanceof Error && error.name === 'TimeoutError')
    return `it did not answer within ${ANSWER_MS / 1000} seconds`;
  return `its answer cannot be read (${cause instanceof Error ? cause.message : String(cause)})`;
}
