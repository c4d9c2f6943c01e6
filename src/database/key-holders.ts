import type { DatabaseService } from './database.service.js';
import type { OrganizationTransaction } from './organization-transaction.js';

/** A token by what people tell it from others by: its name and its last four characters, null where they are not known. */
interface TokenHolder {
  readonly name: string;
  readonly fingerprint: string | null;
}

/** What of one organization is looked up with one master key: who uses any of it is locked out without that key. */
export interface KeyHolders {
  readonly organization: string;
  readonly api_tokens: readonly TokenHolder[];
  readonly mcp_servers: readonly TokenHolder[];
  /** URLs that a rotation replaced and that are still in their grace, by the names of their servers. */
  readonly replaced_urls: readonly { readonly name: string; readonly valid_until: Date }[];
}

/** Names the API tokens and URLs that hang on a master key, in each organization that has any. */
export async function listKeyHolders(database: DatabaseService, keyId: string, now: Date): Promise<KeyHolders[]> {
  const holders: KeyHolders[] = [];
  for (const id of await database.organizationIds()) {
    const found = await database.read(id, (tx) => holdersIn(tx, keyId, now));
    if (found.api_tokens.length + found.mcp_servers.length + found.replaced_urls.length > 0) holders.push(found);
  }
  return holders;
}

async function holdersIn(
  { organizationId, db }: OrganizationTransaction,
  keyId: string,
  now: Date,
): Promise<KeyHolders> {
  const digest = { startsWith: `${keyId}.` };
  const select = { name: true, fingerprint: true };
  const orderBy = { id: 'asc' } as const;
  const organization = await db.organization.findUnique({ where: { id: organizationId }, select: { name: true } });
  const replaced = await db.mcpServerOldToken.findMany({
    where: { organizationId, digest, validUntil: { gt: now } },
    select: { validUntil: true, mcpServer: { select: { name: true } } },
    orderBy: [{ mcpServerId: 'asc' }, { validUntil: 'asc' }],
  });
  return {
    organization: organization?.name ?? organizationId,
    api_tokens: await db.apiToken.findMany({
      where: { organizationId, digest, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
      select,
      orderBy,
    }),
    mcp_servers: await db.mcpServer.findMany({ where: { organizationId, tokenDigest: digest }, select, orderBy }),
    replaced_urls: replaced.map(({ validUntil, mcpServer }) => ({ name: mcpServer.name, valid_until: validUntil })),
  };
}
