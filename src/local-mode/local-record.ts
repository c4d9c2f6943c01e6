import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The sample Looker as it announces itself. */
export interface SampleLookerRecord {
  readonly base_url: string;
  readonly client_id: string;
  readonly client_secret: string;
}

/** What `local.json` holds: all that a person or a script on this machine needs to use the gateway. Mode 0600. */
export interface LocalRecord {
  readonly base_url: string;
  readonly dashboard_url: string;
  readonly admin_email: string;
  readonly admin_password: string;
  readonly api_token: string;
  readonly sample_looker?: SampleLookerRecord;
  readonly integrated_account_id?: string;
  readonly mcp_server_id?: string;
  readonly mcp_url?: string;
  /** Of the URL at which people sign in at the sample Looker. */
  readonly sign_in_mcp_server_id?: string;
  readonly sign_in_mcp_url?: string;
}

const fileOf = (dataDir: string) => join(dataDir, 'local.json');

/** The record of an earlier start; empty when there is none, or none that can be read. */
export async function readLocalRecord(dataDir: string): Promise<Partial<LocalRecord>> {
  try {
    const record: unknown = JSON.parse(await readFile(fileOf(dataDir), 'utf8'));
    return typeof record === 'object' && record !== null ? record : {};
  } catch {
    return {};
  }
}

/** Replaces the file whole: a reader never sees half of it. */
export async function writeLocalRecord(dataDir: string, record: LocalRecord): Promise<void> {
  const fresh = `${fileOf(dataDir)}.new`;
  // A file that is there already would keep its mode, whatever that is.
  await rm(fresh, { force: true });
  await writeFile(fresh, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  await rename(fresh, fileOf(dataDir));
}
