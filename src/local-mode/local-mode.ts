import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { startLog } from '../config/start-log.js';
import { banner } from './banner.js';
import { type LocalRecord, readLocalRecord, type SampleLookerRecord, writeLocalRecord } from './local-record.js';
import { Provisioning } from './provisioning.js';
import { startSampleLooker } from './sample-looker.js';

/** What there is to show, and what stops the processes started here. */
export interface OpenedLocalMode {
  readonly shown: string;
  close(): Promise<void>;
}

/**
 * Makes a listening gateway usable on this machine at once: sample Looker, organization, API token, account and MCP
 * server, and `local.json`. What an earlier start made is kept.
 */
export async function openLocalMode(app: INestApplicationContext): Promise<OpenedLocalMode> {
  const settings = app.get<Settings>(SETTINGS);
  const { dataDir, sampleLooker } = settings.local;
  const known = await readLocalRecord(dataDir);
  if (sampleLooker) startLog.log('Starting the sample Looker');
  const sample = sampleLooker ? await startSampleLooker(known.sample_looker) : undefined;
  try {
    startLog.log('Connecting it, and making what is missing: organization, API token, MCP URL');
    const record = await provision(app, settings, known, sample?.record);
    await writeLocalRecord(dataDir, record);
    const shown = banner(record, join(dataDir, 'local.json'));
    return { shown, close: async () => sample?.stop() };
  } catch (error) {
    await sample?.stop();
    throw error;
  }
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
  const signIn = await records.signInServer(principal, integrated_account_id);
  return { ...base, sample_looker: sample, integrated_account_id, ...server, ...signIn };
}
