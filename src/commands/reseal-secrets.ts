import { AccountSealing } from '../accounts/account-sealing.js';
import { ApiTokensService } from '../auth/api-tokens/api-tokens.service.js';
import { DatabaseService } from '../database/database.service.js';
import { McpServersService } from '../mcp-servers/mcp-servers.service.js';
import { command } from './command.js';

/**
 * Seals every account's credentials again, with the first of GATEWAY_MASTER_KEYS, while gateways go on; and counts the
 * tokens that hang on another key still, which move over when they are next used.
 */
command(() => async (app) => {
  const sealing = app.get(AccountSealing, { strict: false });
  const apiTokens = app.get(ApiTokensService, { strict: false });
  const servers = app.get(McpServersService, { strict: false });
  const totals = { resealed: 0, already_current: 0, tokens_under_old_keys: 0 };
  for (const id of await app.get(DatabaseService, { strict: false }).organizationIds()) {
    const { resealed, current } = await sealing.resealAll(id);
    totals.resealed += resealed;
    totals.already_current += current;
    totals.tokens_under_old_keys += (await apiTokens.countUnderOldKeys(id)) + (await servers.countUnderOldKeys(id));
  }
  return { output: totals, isGood: true };
});
