import { FlattenedEncrypt, type FlattenedJWE, flattenedDecrypt } from 'jose';
import { deriveKey, type MasterKey } from './master-keys.js';

/** The record that a sealed value belongs to; a sealed value copied to any other record does not open. */
export interface SecretOwner {
  readonly organizationId: string;
  readonly record: string;
  readonly id: string;
}

/** Thrown when a sealed value does not open: another owner, an unknown key, or altered. */
export class SealBrokenError extends Error {
  constructor(owner: SecretOwner, cause?: unknown) {
    super(`the sealed value of ${owner.record} ${owner.id} does not open`, { cause });
    this.name = 'SealBrokenError';
  }
}

/** What became of a sealed value that was to be moved under the current key. */
export type Resealed = 'resealed' | 'current' | 'unopened';

const boundTo = (owner: SecretOwner) =>
  new TextEncoder().encode(JSON.stringify([owner.organizationId, owner.record, owner.id]));

/**
 * Seals small secrets as JSON Web Encryption (RFC 7516, flattened JSON; `dir`, `A256GCM`), with the key's id in the
 * header and the owner as additional authenticated data.
 */
export class SecretBox {
  private readonly keys: ReadonlyMap<string, Uint8Array>;
  private readonly sealingKeyId: string;

  constructor(masterKeys: readonly MasterKey[]) {
    const [first] = masterKeys;
    if (first === undefined) throw new Error('there is no master key');
    this.sealingKeyId = first.id;
    this.keys = new Map(masterKeys.map((key) => [key.id, new Uint8Array(deriveKey(key, 'secret-box'))]));
  }

  /** Seals a JSON value for its owner. */
  async seal(owner: SecretOwner, value: unknown): Promise<string> {
    const jwe = await new FlattenedEncrypt(new TextEncoder().encode(JSON.stringify(value)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: this.sealingKeyId })
      .setAdditionalAuthenticatedData(boundTo(owner))
      .encrypt(this.keyOf(this.sealingKeyId, owner));
    // The owner is rebuilt from the record when opening: storing it beside the value would let a copy carry it along.
    const { aad: _, ...stored } = jwe;
    return JSON.stringify(stored);
  }

  /**
   * Opens what `seal` made for the same owner.
   * @throws SealBrokenError
   */
  async unseal(owner: SecretOwner, sealed: string): Promise<unknown> {
    try {
      const jwe: FlattenedJWE = { ...JSON.parse(sealed), aad: Buffer.from(boundTo(owner)).toString('base64url') };
      const { plaintext } = await flattenedDecrypt(jwe, (header) => this.keyOf(header?.kid, owner), {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      return JSON.parse(new TextDecoder().decode(plaintext));
    } catch (cause) {
      throw new SealBrokenError(owner, cause);
    }
  }

  /** Whether a value is sealed with the key that seals now; false for one under an older key. */
  isCurrent(sealed: string): boolean {
    const { protected: header } = JSON.parse(sealed) as FlattenedJWE;
    return JSON.parse(Buffer.from(header ?? '', 'base64url').toString()).kid === this.sealingKeyId;
  }

  /**
   * Seals a value again with the key that seals now.
   * @param replace writes it in the place of the one before; false where that is another one by now, made with the current key.
   */
  async reseal(owner: SecretOwner, sealed: string, replace: (resealed: string) => Promise<boolean>): Promise<Resealed> {
    try {
      if (this.isCurrent(sealed)) return 'current';
      return (await replace(await this.seal(owner, await this.unseal(owner, sealed)))) ? 'resealed' : 'current';
    } catch (error) {
      // What does not open hangs on a key that is lost, or was altered: it stays as it is.
      if (error instanceof SealBrokenError) return 'unopened';
      throw error;
    }
  }

  private keyOf(id: string | undefined, owner: SecretOwner): Uint8Array {
    const key = id === undefined ? undefined : this.keys.get(id);
    if (key === undefined) throw new SealBrokenError(owner, new Error(`no master key with the id ${id}`));
    return key;
  }
}
