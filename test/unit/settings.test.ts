import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/config/environment.js';
import { readPackageVersion } from '../../src/config/package-version.js';
import { PACKAGE_ROOT, settingsFrom } from '../../src/config/settings.js';

const settings = (variables: Record<string, string> = {}) => settingsFrom(readEnvironment(variables));
const database = { DATABASE_URL: 'postgresql://db/gateway', GATEWAY_MASTER_KEYS: `k1:${'A'.repeat(43)}=` };

describe('the settings', () => {
  it('of an empty environment are local mode: own database, sample Looker, this machine only', () => {
    const { http, database, looker, local, masterKeys, logLevel } = settings();
    expect(local).toEqual({ enabled: true, dataDir: join(PACKAGE_ROOT, '.data'), sampleLooker: true });
    expect(database.url).toBeUndefined();
    expect(masterKeys).toBeUndefined();
    expect(http).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      allowedOrigins: [],
    });
    expect(looker).toMatchObject({ loopbackAllowed: true, trustedHosts: [] });
    expect(logLevel).toBe('warn');
  });

  it('with a database end local mode: no sample, no loopback addresses', () => {
    const {
      database: { url },
      looker,
      local,
      masterKeys,
      logLevel,
    } = settings({ ...database, GATEWAY_SAMPLE_LOOKER: 'on' });
    expect(url).toBe(database.DATABASE_URL);
    expect(local).toMatchObject({ enabled: false, sampleLooker: false });
    expect(looker.loopbackAllowed).toBe(false);
    expect(masterKeys).toBe(database.GATEWAY_MASTER_KEYS);
    expect(logLevel).toBe('info');
  });

  it('follow the environment: the port in the public URL, lists cut at commas, the sample left out', () => {
    expect(settings({ PORT: '8080' }).http.publicUrl).toBe('http://localhost:8080');
    expect(settings({ PORT: '8080', PUBLIC_URL: 'https://a.example' }).http.publicUrl).toBe('https://a.example');
    expect(settings({ HOST: '0.0.0.0' }).http.host).toBe('0.0.0.0');
    expect(settings({ GATEWAY_SAMPLE_LOOKER: 'off' }).local.sampleLooker).toBe(false);
    expect(settings({ GATEWAY_LOG_LEVEL: 'debug' }).logLevel).toBe('debug');
    expect(
      settings({ GATEWAY_ALLOWED_ORIGINS: ' https://a.example, ,https://b.example,' }).http.allowedOrigins,
    ).toEqual(['https://a.example', 'https://b.example']);
  });

  it('compare trusted hosts as addresses have them, in small letters', () => {
    expect(settings({ GATEWAY_LOOKER_TRUSTED_HOSTS: 'Looker.Internal, 10.0.0.7' }).looker.trustedHosts).toEqual([
      'looker.internal',
      '10.0.0.7',
    ]);
  });

  it('take a relative data folder from the folder of package.json, wherever the process runs', () => {
    expect(settings({ GATEWAY_DATA_DIR: 'var/x' }).local.dataDir).toBe(join(PACKAGE_ROOT, 'var', 'x'));
    expect(settings({ GATEWAY_DATA_DIR: '/var/x' }).local.dataDir).toBe('/var/x');
    expect(isAbsolute(settings().local.dataDir)).toBe(true);
    expect(existsSync(join(PACKAGE_ROOT, 'package.json'))).toBe(true);
  });

  it('bound every outgoing call', () => {
    const { timeoutMs, connectTimeoutMs, answerBytesMax, connectionsPerHostMax } = settings().looker;
    for (const bound of [timeoutMs, connectTimeoutMs, answerBytesMax, connectionsPerHostMax])
      expect(Number.isSafeInteger(bound) && bound > 0).toBe(true);
    expect(connectTimeoutMs).toBeLessThan(timeoutMs);
  });

  it('cannot be changed at run time, not even inside', () => {
    const frozen = settings({ GATEWAY_ALLOWED_ORIGINS: 'https://a.example' });
    const groups = [frozen, frozen.http, frozen.http.allowedOrigins, frozen.database, frozen.looker, frozen.local];
    expect(groups.filter((group) => !Object.isFrozen(group))).toEqual([]);
  });
});

describe('the version', () => {
  it("is package.json's", () => {
    expect(readPackageVersion()).toMatch(/^\d+\.\d+\.\d+/);
  });
});
