import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { type EveryTool, openEveryTool } from './resources/every-tool-client.js';
import type { Args } from './resources/resource-case.js';

interface SettingCase {
  readonly changing: string;
  readonly change: Args;
  readonly reading: string;
  /** What reading answers then. Default: the change. */
  readonly shown?: Args;
}

const setting = (resource: string, change: Args): SettingCase => ({
  changing: `looker_${resource}_change_settings`,
  reading: `looker_${resource}_settings`,
  change,
});

const cases: readonly SettingCase[] = [
  setting('api_session', { workspace_id: 'production' }),
  setting('cloud_storage', { type: 'custom', custom_s3_bucket: 'backups' }),
  setting('digest_emails', { is_enabled: false }),
  setting('instance', { timezone: 'Europe/Berlin', onboarding_enabled: true, email_domain_allowlist: ['example.org'] }),
  setting('internal_help', { enabled: false }),
  {
    changing: 'looker_internal_help_change_content',
    reading: 'looker_internal_help_content',
    change: { organization_name: 'Shop' },
  },
  setting('ldap_config', { connection_host: 'ldap2.example.com', connection_port: '636', connection_tls: true }),
  setting('oidc_config', { issuer: 'https://id.example.com', scopes: ['openid', 'email'] }),
  setting('password_config', { min_length: 12, require_special: true }),
  setting('saml_config', { idp_url: 'https://id.example.com/sso', allowed_clock_drift: 30 }),
  setting('session_config', { session_minutes: 60 }),
  {
    changing: 'looker_smtp_change_settings',
    reading: 'looker_smtp_status',
    change: { default_smtp: false },
    shown: { is_valid: false },
  },
  setting('welcome_emails', { subject: 'Hello', enabled: true }),
  setting('whitelabel', { default_title: 'Shop', show_docs: false }),
  {
    changing: 'looker_support_access_enable',
    reading: 'looker_support_access_status',
    change: { duration_in_seconds: 3600 },
    shown: { open: true },
  },
  {
    changing: 'looker_support_access_disable',
    reading: 'looker_support_access_status',
    change: {},
    shown: { open: false, open_until: null },
  },
];

/** What may differ besides the change: who made it and when, and what follows from it. */
const CONSEQUENCES = ['modified_at', 'modified_by', 'open_until', 'node_status'];

describe('the settings of an instance, through an MCP URL', () => {
  let opened: EveryTool;
  beforeAll(async () => {
    opened = await openEveryTool();
  });
  afterAll(() => opened.close());

  it('all have a case that says how they are changed', () => {
    const changing = toolCatalogue().tools.filter(
      ({ toolset, method }) => toolset === 'api' && /^(change_|enable$|disable$)/.test(method),
    );
    expect(changing.length).toBeGreaterThanOrEqual(16);
    expect(cases.map((one) => one.changing).sort()).toEqual(changing.map(({ name }) => name).sort());
  });

  it.each(cases)('$changing changes what $reading reads, and leaves the rest', async (tested) => {
    const { walk } = opened;
    const { changing, change, reading, shown = change } = tested;
    const before = (await walk.call(reading)) as Args;
    expect(before).not.toMatchObject(shown);
    await walk.call(changing, change);
    const after = await walk.call(reading);
    const rest = Object.entries(before).filter(([name]) => !CONSEQUENCES.includes(name));
    expect(after).toMatchObject({ ...Object.fromEntries(rest), ...shown });
  });
});
