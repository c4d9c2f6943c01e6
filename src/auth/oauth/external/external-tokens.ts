import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Agent } from 'undici';
import { Broadcast } from '../../../cache/broadcast.js';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { TokenDigester } from '../../../crypto/bearer-token.js';
import { createGuardedAgent } from '../../../http/guarded-agent.js';
import { guardedFetch } from '../../../http/guarded-fetch.js';
import { type ExternalServer, ExternalTokenResolver, type VerifiedToken } from './external-token-resolver.js';
import { IssuerKeys } from './issuer-keys.js';

/** Entra's key set, with certificates, has some 20 kB. */
const KEYS_BYTES_MAX = 256 * 1024;
const CONNECT_MS = 2_000;
const SERVERS_MAX = 1_000;
const TOKENS_MAX = 10_000;

/** The resolvers of customers' tokens: each server has its own, with keys of its own, which no other tenant has a part in. */
@Injectable()
export class ExternalTokens implements OnApplicationShutdown {
  private readonly agent: Agent;
  private readonly resolvers = new LRUCache<string, ExternalTokenResolver>({ max: SERVERS_MAX });
  private readonly verified = new LRUCache<string, VerifiedToken>({ max: TOKENS_MAX });

  constructor(
    private readonly digester: TokenDigester,
    broadcast: Broadcast,
    @Inject(SETTINGS) { looker }: Settings,
  ) {
    const { loopbackAllowed, trustedHosts } = looker;
    this.agent = createGuardedAgent({
      ...{ loopbackAllowed, trustedHosts, connectTimeoutMs: CONNECT_MS, connectionsPerHostMax: 4 },
    });
    // A changed config has other keys: the old ones are dropped as soon as that is known.
    broadcast.subscribe(({ organizationId, id }) => {
      for (const key of [...this.resolvers.keys()])
        if (key.startsWith(`${organizationId}/${id}/`)) this.resolvers.delete(key);
    });
  }

  resolverOf(server: ExternalServer): ExternalTokenResolver {
    const key = `${server.organizationId}/${server.serverId}/${JSON.stringify(server.issuer)}`;
    const known = this.resolvers.get(key);
    if (known !== undefined) return known;
    const keys = new IssuerKeys(new URL(server.issuer.jwks_uri), (url, signal) =>
      guardedFetch(this.agent, url, { bytesMax: KEYS_BYTES_MAX, signal }),
    );
    const resolver = new ExternalTokenResolver(server, keys, this.digester, this.verified);
    this.resolvers.set(key, resolver);
    return resolver;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }
}
