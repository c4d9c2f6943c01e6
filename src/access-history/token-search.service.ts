import { Injectable } from '@nestjs/common';
import { isInAccountScope } from '../access/account-scope.js';
import type { Principal } from '../access/principal.js';
import { fingerprintOf, TokenDigester, tokenIn } from '../crypto/bearer-token.js';
import { DatabaseService } from '../database/database.service.js';
import { AppError } from '../errors/app-error.js';
import type { FoundTokenView } from './access-history.view.js';
import { type TokenFound, TokenSearchRepository } from './token-search.repository.js';

/** Tells whose a token is or was to those who found it. What is looked for is neither kept nor logged nor repeated. */
@Injectable()
export class TokenSearchService {
  constructor(
    private readonly database: DatabaseService,
    private readonly digester: TokenDigester,
    private readonly tokens: TokenSearchRepository,
  ) {}

  /**
   * Nothing can be guessed here: a token has 256 random bits, and only a whole one is looked for. So it is not counted like
   * wrong credentials, which would lock out whoever looks through a list of leaked ones.
   * @param text the token, wherever it stood.
   * @throws AppError `mcp_server.not_found`, alike for a token that never was, one of another organization, and one that the
   * caller may not know of. Of a text without a whole token it says so, which everybody can tell by the checksum.
   */
  async find(principal: Principal, text: string, now: Date): Promise<FoundTokenView> {
    // A text without a token is looked for too, as no token at all: the time of an answer must not tell one from another.
    const whole = tokenIn(text, ['mcp_server', 'api_token']);
    const token = whole ?? '';
    const digests = this.digester.candidates(token);
    const found = await this.database.read(principal.organizationId, (tx) =>
      this.tokens.find(tx, digests, fingerprintOf(token)),
    );
    if (whole === undefined) throw notWhole();
    if (found === null || !mayKnow(principal, found)) throw notFound();
    return foundTokenView(found, fingerprintOf(token), now);
  }
}

const mayKnow = (principal: Principal, { kind, account_id }: TokenFound): boolean =>
  isInAccountScope(principal, account_id ?? 'all') &&
  (kind === 'mcp_server' || principal.permissions.has('api_tokens:read'));

const notFound = () =>
  new AppError(
    'mcp_server.not_found',
    'No MCP URL or API token that you may see is, or was, this one. Send the whole URL or token, not a part of it.',
  );

const notWhole = () =>
  new AppError(
    'mcp_server.not_found',
    'The text holds no whole MCP URL or API token: it is mistyped or cut off. Send all of it, as it was given out.',
    { fields: [{ path: 'url', rule: 'url must hold a whole MCP URL or API token' }] },
  );

function foundTokenView(found: TokenFound, fingerprint: string, now: Date): FoundTokenView {
  const { kind, id, name, account_id, account_name, exists } = found;
  const record = { kind, id, name, integrated_account_id: account_id, account_name, fingerprint, exists };
  return { ...record, ...stateOf(found, now) };
}

type State = Pick<FoundTokenView, 'state' | 'valid_until' | 'ended_at'>;

function stateOf(found: TokenFound, now: Date): State {
  const { exists, is_current, expires_at, grace_until, replaced_until, removed_at } = found;
  if (exists && is_current)
    return expires_at !== null && expires_at <= now ? ended('expired', expires_at) : works('working', expires_at);
  const until = earliest(expires_at, grace_until);
  if (exists && grace_until !== null && until !== null && until > now) return works('in_grace', until);
  if (exists) return ended('replaced', grace_until === null ? past(replaced_until, now) : until);
  if (replaced_until !== null && replaced_until === earliest(replaced_until, removed_at))
    return ended('replaced', replaced_until);
  const isExpired = expires_at !== null && expires_at === earliest(expires_at, removed_at);
  return isExpired ? ended('expired', expires_at) : ended('revoked', removed_at);
}

const works = (state: State['state'], until: Date | null): State => ({
  state,
  valid_until: until?.toISOString() ?? null,
  ended_at: null,
});

const ended = (state: State['state'], at: Date | null): State => ({
  state,
  valid_until: null,
  ended_at: at?.toISOString() ?? null,
});

/** The first of two that is earlier; null stands for never. */
function earliest(left: Date | null, right: Date | null): Date | null {
  if (left === null || right === null) return left ?? right;
  return left <= right ? left : right;
}

const past = (time: Date | null, now: Date): Date | null => (time !== null && time <= now ? time : null);
