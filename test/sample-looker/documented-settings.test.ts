import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';
import { operationAt, shapeProblems } from './looker-operations.js';

interface SettingCase {
  path: string;
  /** Where it is changed, when that is another path. */
  updatePath?: string;
  change: Record<string, unknown>;
  /** What is taken and never shown. */
  secret?: string;
  /** What no setting can be. */
  invalid: Record<string, unknown>;
}

const cases: readonly SettingCase[] = [
  { path: '/setting', change: { timezone: 'Europe/Berlin', onboarding_enabled: true }, invalid: { timezone: 'Moon' } },
  { path: '/whitelabel_configuration', change: { default_title: 'Shop' }, invalid: { show_docs: 'often' } },
  { path: '/custom_welcome_email', change: { subject: 'Hello', enabled: true }, invalid: { enabled: 1 } },
  { path: '/digest_emails_enabled', change: { is_enabled: false }, invalid: { is_enabled: 'no' } },
  {
    ...{ path: '/internal_help_resources_enabled', updatePath: '/internal_help_resources' },
    ...{ change: { enabled: false }, invalid: { enabled: 'no' } },
  },
  {
    path: '/internal_help_resources_content',
    change: { organization_name: 'Shop' },
    invalid: { organization_name: [] },
  },
  {
    ...{ path: '/cloud_storage', change: { type: 'custom', custom_s3_bucket: 'backups', custom_s3_secret: 'hidden' } },
    ...{ secret: 'custom_s3_secret', invalid: { type: true } },
  },
  {
    ...{ path: '/ldap_config', change: { connection_host: 'ldap2.example.com', auth_password: 'hidden' } },
    ...{ secret: 'auth_password', invalid: { enabled: 'maybe' } },
  },
  {
    path: '/oidc_config',
    change: { issuer: 'https://id.example.com', secret: 's' },
    secret: 'secret',
    invalid: { scopes: 'a' },
  },
  { path: '/saml_config', change: { idp_url: 'https://id.example.com' }, invalid: { allowed_clock_drift: 'long' } },
  { path: '/password_config', change: { min_length: 12, require_special: true }, invalid: { min_length: 'twelve' } },
  { path: '/session_config', change: { session_minutes: 60 }, invalid: { session_minutes: 0.5 } },
];

describe.each(cases)('the setting at $path', ({ path, updatePath = path, change, secret, invalid }) => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  it('keeps what was set and leaves the rest', async () => {
    const verb = operationAt('PUT', updatePath) === undefined ? 'PATCH' : 'PUT';
    const { body: before } = await client.call('GET', path);
    const shown = Object.fromEntries(Object.entries(change).filter(([name]) => name !== secret));
    expect(before).not.toMatchObject(shown);
    const changed = await client.call(verb, updatePath, change);
    expect(changed.status).toBe(200);
    expect(shapeProblems(operationAt(verb, updatePath)?.responseType ?? '', changed.body)).toEqual([]);
    const { body: after } = await client.call('GET', path);
    expect(after).toEqual(changed.body);
    const { modified_at: _, modified_by: __, has_auth_password: ___, ...rest } = before as Record<string, unknown>;
    expect(after).toMatchObject({ ...rest, ...shown });
    expect(Object.keys(after as object)).not.toContain(secret ?? 'a secret');
    expect((await client.call(verb, updatePath, invalid)).status).toBe(422);
    expect((await client.call('GET', path)).body).toEqual(after);
  });
});
