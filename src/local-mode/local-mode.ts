import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { banner } from './banner.js';
import { type LocalRecord, readLocalRecord, type SampleLookerRecord, writeLocalRecord } from './local-record.js';
import { Provisioning } from './provisioning.js';
import { startSampleLooker } from './sample-looker.js';

/**
 * Makes a listening gateway usable on this machine at once: sample Looker, organization, API token, account and MCP
 * server, `local.json`, and the banner. What an earlier start made is kept.
 * @returns what stops the processes started here.
 */
export async function openLocalMode(app: INestApplicationContext): Promise<() => Promise<void>> {
  const settings = app.get<Settings>(SETTINGS);
  const { dataDir, sampleLooker } = settings.local;
  const known = await readLocalRecord(dataDir);
  const sample = sampleLooker ? await startSampleLooker(known.sample_looker) : undefined;
  try {
    const record = await provision(app, settings, known, sample?.record);
    await writeLocalRecord(dataDir, record);
    process.stdout.write(banner(record, join(dataDir, 'local.json')));
  } catch (error) {
    await sample?.stop();
    throw error;
  }
  return async () => sample?.stop();
}

async function provision(
  app: INestApplicationContext,
  settings: Settings,
  known: Partial<LocalRecord>,
  sample: SampleLookerRecord | undefined,
): Promise<LocalRecord> {
  const { publicUrl } = settings.http;
  const records = new Provisioning(app);
  const admin = await records.admin(known);
  const { api_token, principal } = await records.apiToken(known);
  const base = { base_url: publicUrl, dashboard_url: `${publicUrl}/app`, ...admin, api_token };
  if (sample === undefined) return base;
  const integrated_account_id = await records.account(principal, sample);
  const server = await records.server(principal, known, integrated_account_id, publicUrl);
  return { ...base, sample_looker: sample, integrated_account_id, ...server };
}
