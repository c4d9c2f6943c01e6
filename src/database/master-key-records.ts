import type { Prisma } from './generated/client.js';

/** A master key that this database has seen. */
export interface MasterKeyRecord {
  readonly id: string;
  /** A text that only this key opens; null for a key that was never given, such as one that was lost before. */
  readonly canary: string | null;
  /** Since then, nothing that hangs on the key is needed any more. */
  readonly retiredAt: Date | null;
}

const SEALED_KINDS = ['credentials', 'provider_secrets', 'looker_sign_ins', 'signing_keys'] as const;
type SealedKind = (typeof SEALED_KINDS)[number];

/** What one kind of thing hangs on: for sealed credentials, one of them to try the key on. */
export interface MasterKeyUse {
  readonly kind: SealedKind | 'urls' | 'api_tokens' | 'invitations' | 'refresh_tokens' | 'client_secrets';
  readonly keyId: string;
  readonly uses: number;
  readonly sample: { readonly organizationId: string; readonly id: string; readonly sealed: string } | null;
}

interface UseRow {
  readonly kind: MasterKeyUse['kind'];
  readonly key: string | null;
  readonly uses: number;
  readonly organization_id: string | null;
  readonly id: string | null;
  readonly sealed: string | null;
}

/** Queries on the master keys of a database, which belong to no organization. */
export class MasterKeyRecords {
  constructor(private readonly db: Prisma.TransactionClient) {}

  /** Until the transaction ends, no other process looks at the keys: two that start at once see each other's. */
  async lock(): Promise<void> {
    await this.db.$executeRaw`LOCK TABLE master_keys IN SHARE ROW EXCLUSIVE MODE`;
  }

  list(): Promise<MasterKeyRecord[]> {
    return this.db.masterKey.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  }

  async save({ id, canary, retiredAt }: MasterKeyRecord): Promise<void> {
    await this.db.masterKey.upsert({ where: { id }, create: { id, canary, retiredAt }, update: { canary, retiredAt } });
  }

  /** Reads all tokens and accounts once: for the few moments when a key is not there, or is about to go. */
  async listUses(): Promise<MasterKeyUse[]> {
    const rows = await this.db.$queryRaw<UseRow[]>`SELECT * FROM master_key_uses()`;
    return rows.flatMap(({ kind, key, uses, organization_id, id, sealed }) => {
      const keyId = isSealed(kind) ? keyIdIn(key) : key;
      if (keyId === null) return [];
      const isSample = organization_id !== null && id !== null && sealed !== null;
      return [{ kind, keyId, uses, sample: isSample ? { organizationId: organization_id, id, sealed } : null }];
    });
  }
}

/** Whether such things are sealed, and can be moved to another key; the others are digests, which hang on theirs. */
export const isSealed = (kind: MasterKeyUse['kind']): boolean => SEALED_KINDS.some((each) => each === kind);

/** The key id in the protected header of a JSON Web Encryption; null where it is damaged. */
function keyIdIn(header: string | null): string | null {
  try {
    const { kid } = JSON.parse(Buffer.from(header ?? '', 'base64url').toString()) as { kid?: unknown };
    return typeof kid === 'string' ? kid : null;
  } catch {
    return null;
  }
}
