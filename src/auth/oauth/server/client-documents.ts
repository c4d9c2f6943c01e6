import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Agent } from 'undici';
import { RateLimits } from '../../../cache/rate-limits.js';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { AppError } from '../../../errors/app-error.js';
import { createGuardedAgent } from '../../../http/guarded-agent.js';
import { guardedFetch } from '../../../http/guarded-fetch.js';
import { isRecord } from '../../../values/is-record.js';
import { errorPage } from '../pages/error-page.js';
import { clientMetadata } from './client-metadata.js';

/** As the draft has it (OAuth Client ID Metadata Document, 5). */
const DOCUMENT_BYTES_MAX = 5 * 1024;
const CONNECT_MS = 2_000;
/** So long a document stands as it was found, and so long an address without one is not asked again. */
const FOUND_MS = 30_000;
const FOUND_MAX = 500;
/** These have no body (Fetch, 2.2.3). */
const EMPTY: readonly number[] = [101, 103, 204, 205, 304];

const UNREADABLE = 'The document that describes this client cannot be read at the moment. Load the page again.';

interface Document {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}
type Found = Document | { readonly error: unknown };

/** Whose request has documents fetched. */
interface Asker {
  readonly network: string;
  refusal: AppError | undefined;
}

/** Fetches client ID metadata documents: anybody can name an address, so none inside our network is reached. */
@Injectable()
export class ClientDocuments implements OnApplicationShutdown {
  private readonly agent: Agent;
  private readonly found = new LRUCache<string, Promise<Found>>({ max: FOUND_MAX, ttl: FOUND_MS });
  private readonly askers = new AsyncLocalStorage<Asker>();

  constructor(
    private readonly limits: RateLimits,
    @Inject(SETTINGS) { looker }: Settings,
  ) {
    this.agent = createGuardedAgent({
      loopbackAllowed: looker.loopbackAllowed,
      // Hosts that accounts may name inside our network are none that everybody may.
      trustedHosts: [],
      connectTimeoutMs: CONNECT_MS,
      connectionsPerHostMax: 4,
    });
  }

  /**
   * Does what a request asks for. The documents that it has fetched are counted for whoever sent it: anybody can name any address.
   * @param network of the sender.
   */
  onBehalfOf<T>(network: string, work: () => Promise<T>): Promise<T> {
    return this.askers.run({ network, refusal: undefined }, work);
  }

  /** Tells whoever has too many fetched to wait, in the answer to their request: a client that is told that it is unknown would begin anew. */
  refuse(context: KoaContextWithOIDC): void {
    const refusal = this.askers.getStore()?.refusal;
    if (refusal === undefined) return;
    const { message, retryAfterSeconds } = refusal;
    const isPage = context.oidc.route === 'authorization';
    context.status = 429;
    context.set('Retry-After', String(retryAfterSeconds));
    if (isPage) context.type = 'html';
    context.body = isPage ? errorPage(message) : { error: 'temporarily_unavailable', error_description: message };
  }

  /** Why a client is not found that is known by its document. */
  problem(cause: unknown): AppError {
    const refusal = this.askers.getStore()?.refusal;
    return refusal ?? new AppError('sign_in.unavailable', UNREADABLE, { cause, retryAfterSeconds: FOUND_MS / 1000 });
  }

  /**
   * The document, without what it asks for and we have not; or what came in its place, which stands as long.
   * @throws AppError `request.rate_limited`, and whatever the way there throws
   */
  async load(url: string, signal: AbortSignal): Promise<Response> {
    const known = this.found.get(url);
    if (known !== undefined) return answerOf(await known);
    await this.count();
    const found = this.fetch(url, signal).catch((error: unknown) => ({ error }));
    this.found.set(url, found);
    return answerOf(await found);
  }

  private async count(): Promise<void> {
    const asker = this.askers.getStore();
    if (asker === undefined) throw new Error('nobody asks for this document');
    await this.limits.passClientDocument(asker.network).catch((error: unknown) => {
      if (error instanceof AppError) asker.refusal = error;
      throw error;
    });
  }

  private async fetch(url: string, signal: AbortSignal): Promise<Document> {
    const answer = await guardedFetch(this.agent, url, { bytesMax: DOCUMENT_BYTES_MAX, signal });
    const { status, headers } = answer;
    const text = await answer.text();
    return { status, headers: withoutLength(headers), text: status === 200 ? described(text) : '' };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }
}

function answerOf(found: Found): Response {
  if ('error' in found) throw found.error;
  const { status, headers, text } = found;
  return new Response(EMPTY.includes(status) ? null : text, { status, headers });
}

/** What is handed on is shorter than what came. */
function withoutLength(given: Headers): Headers {
  const headers = new Headers(given);
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) headers.delete(name);
  return headers;
}

/** Methods with a shared secret stay as they are, to be refused: whoever reads the document would know the secret. */
function described(text: string): string {
  const document: unknown = JSON.parse(text);
  if (!isRecord(document)) return text;
  const { client_secret, client_secret_expires_at } = document;
  return JSON.stringify({
    ...clientMetadata(document),
    ...(client_secret !== undefined && { client_secret }),
    ...(client_secret_expires_at !== undefined && { client_secret_expires_at }),
    ...(document.token_endpoint_auth_method === undefined && { token_endpoint_auth_method: 'none' }),
  });
}
