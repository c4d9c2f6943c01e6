import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { RateLimits } from '../../../cache/rate-limits.js';
import { TokenDigester } from '../../../crypto/bearer-token.js';
import { LookerClient } from '../../../looker/looker-client.js';
import { PassedTokenResolver, type SeenTokens, type TokensAccount } from './passed-token-resolver.js';

const TOKENS_MAX = 10_000;

/** The resolvers of tokens that Lookers issued. What was verified is known under organization, account, address and token. */
@Injectable()
export class PassedTokens {
  private readonly seen: SeenTokens = {
    verified: new LRUCache({ max: TOKENS_MAX }),
    refused: new LRUCache({ max: TOKENS_MAX }),
  };

  constructor(
    private readonly looker: LookerClient,
    private readonly digester: TokenDigester,
    private readonly limits: RateLimits,
  ) {}

  resolverOf(account: TokensAccount): PassedTokenResolver {
    return new PassedTokenResolver(account, this.looker, this.digester, this.limits, this.seen);
  }
}
