import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Agent } from 'undici';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { createGuardedAgent } from '../../../http/guarded-agent.js';
import { guardedFetch } from '../../../http/guarded-fetch.js';
import { isRecord } from '../../../values/is-record.js';
import { clientMetadata } from './client-metadata.js';

/** As the draft has it (OAuth Client ID Metadata Document, 5). */
const DOCUMENT_BYTES_MAX = 5 * 1024;
const CONNECT_MS = 2_000;

/** Fetches client ID metadata documents: anybody can name an address, so none inside our network is reached. */
@Injectable()
export class ClientDocuments implements OnApplicationShutdown {
  private readonly agent: Agent;

  constructor(@Inject(SETTINGS) { looker }: Settings) {
    this.agent = createGuardedAgent({
      loopbackAllowed: looker.loopbackAllowed,
      // Hosts that accounts may name inside our network are none that everybody may.
      trustedHosts: [],
      connectTimeoutMs: CONNECT_MS,
      connectionsPerHostMax: 4,
    });
  }

  /** The document, without what it asks for and we have not. */
  async load(url: string, signal: AbortSignal): Promise<Response> {
    const answer = await guardedFetch(this.agent, url, { bytesMax: DOCUMENT_BYTES_MAX, signal });
    if (answer.status !== 200) return answer;
    const { status, headers } = answer;
    return new Response(described(await answer.text()), { status, headers: withoutLength(headers) });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }
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
