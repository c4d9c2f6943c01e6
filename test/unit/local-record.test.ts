import { mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalRecord, readLocalRecord, writeLocalRecord } from '../../src/local-mode/local-record.js';

const record = (api_token: string): LocalRecord => ({
  base_url: 'http://localhost:3000',
  dashboard_url: 'http://localhost:3000/app',
  admin_email: 'admin@localhost',
  admin_password: 'password',
  api_token,
});

describe('local.json', () => {
  let dataDir: string;
  let file: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'local-record-'));
    file = join(dataDir, 'local.json');
  });

  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

  it('is read as it was written', async () => {
    await writeLocalRecord(dataDir, record('one'));
    expect(await readLocalRecord(dataDir)).toEqual(record('one'));
  });

  it('is for its owner alone, after each write', async () => {
    await writeLocalRecord(dataDir, record('one'));
    expect(await modeOf(file)).toBe(0o600);
    await writeLocalRecord(dataDir, record('two'));
    expect(await modeOf(file)).toBe(0o600);
  });

  it('is for its owner alone even where a broken-off write left a file that others may read', async () => {
    await writeFile(`${file}.new`, 'half', { mode: 0o644 });
    await writeLocalRecord(dataDir, record('one'));
    expect(await modeOf(file)).toBe(0o600);
  });

  it('is replaced whole: who opened the old one reads the old one to its end', async () => {
    await writeLocalRecord(dataDir, record('one'));
    const before = await open(file);
    await writeLocalRecord(dataDir, record('two'));
    expect(JSON.parse(await before.readFile('utf8'))).toEqual(record('one'));
    await before.close();
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(record('two'));
    expect(await readdir(dataDir)).toEqual(['local.json']);
  });

  it('stays whole when a later write breaks off before its end', async () => {
    await writeLocalRecord(dataDir, record('one'));
    await writeFile(`${file}.new`, '{"base_url":');
    expect(await readLocalRecord(dataDir)).toEqual(record('one'));
  });

  it.each(['', '{"api_token":', 'null', '"text"', '17'])('that holds %j counts as none', async (text) => {
    await writeFile(file, text);
    expect(await readLocalRecord(dataDir)).toEqual({});
  });

  it('that is missing counts as none, as does a missing folder', async () => {
    expect(await readLocalRecord(dataDir)).toEqual({});
    expect(await readLocalRecord(join(dataDir, 'nowhere'))).toEqual({});
  });
});
