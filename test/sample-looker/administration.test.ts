import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

describe('the administration of the instance', () => {
  let looker: SampleLooker;
  let client: LookerClient;
  let now: Date;

  beforeEach(async () => {
    now = new Date('2026-11-20T12:00:00Z');
    looker = await startSampleLooker({ today: '2026-11-20', clock: () => now });
    client = await openClient(looker);
  });
  afterEach(() => looker.close());

  const get = async (path: string) => (await client.call('GET', path)).body;
  const names = async (path: string) => ((await get(path)) as { name: string }[]).map(({ name }) => name);

  it('a theme is active in its time, and the default until another one is set', async () => {
    expect(await names('/themes/active')).toEqual(['Looker', 'Midnight']);
    expect(await names('/themes/active?ts=2021-01-01T00:00:00Z')).toContain('Winter_2020');
    expect((await client.call('PUT', '/themes/default?name=Winter_2020')).status).toBe(404);
    expect((await client.call('PUT', '/themes/default?name=Midnight')).body).toMatchObject({ name: 'Midnight' });
    expect(await get('/themes/theme_or_default?name=Nowhere')).toMatchObject({ name: 'Midnight' });
    expect(await get('/themes/default_theme?theme_type=look')).toMatchObject({ name: 'Looker' });
    expect((await client.call('DELETE', '/themes/2')).status).toBe(403);
  });

  it('themes of one name do not overlap, and a fault is told before one is made', async () => {
    const winter = { name: 'Winter_2020', begin_at: '2021-02-01T00:00:00Z' };
    expect((await client.call('POST', '/themes', winter)).status).toBe(409);
    expect((await client.call('POST', '/themes', { ...winter, begin_at: '2021-03-01T00:00:00Z' })).status).toBe(200);
    expect((await client.call('POST', '/themes/validate', { name: 'Fine_1' })).status).toBe(204);
    const faulty = await client.call('POST', '/themes/validate', { name: 'not fine', begin_at: 'soon' });
    expect(faulty.body).toMatchObject({ errors: [{ field: 'name' }, { field: 'begin_at' }] });
  });

  it('a theme keeps the settings that a change leaves out', async () => {
    const created = await client.call('POST', '/themes', { name: 'Plain', settings: { title_color: '#111111' } });
    const { id, settings } = created.body as { id: string; settings: object };
    expect(settings).toMatchObject({ title_color: '#111111', background_color: '#f6f8fa' });
    const changed = await client.call('PATCH', `/themes/${id}`, { settings: { background_color: '#222222' } });
    expect(changed.body).toMatchObject({ settings: { title_color: '#111111', background_color: '#222222' } });
  });

  it('standard color collections stay, and the default is one of them or of the own', async () => {
    expect(await get('/color_collections/custom')).toMatchObject([{ label: 'Shop Colors' }]);
    expect((await client.call('DELETE', '/color_collections/boardwalk')).status).toBe(403);
    expect((await client.call('PUT', '/color_collections/default?collection_id=shop')).status).toBe(200);
    expect(await get('/color_collections/default')).toMatchObject({ id: 'shop' });
    expect((await client.call('DELETE', '/color_collections/shop')).status).toBe(403);
  });

  it('an artifact is replaced only by who names its version', async () => {
    const write = (artifact: object) => client.call('PUT', '/artifacts/sample_extension', [artifact]);
    expect((await write({ key: 'greeting', value: 'Hi' })).status).toBe(400);
    expect((await write({ key: 'greeting', value: 'Hi', version: 1 })).body).toMatchObject([
      { version: 2, value_size: 2 },
    ]);
    expect((await client.call('GET', '/artifact/sample_extension/value?key=greeting')).text).toBe('Hi');
    expect(await get('/artifact/sample_extension/search?key=GREET%25&fields=key')).toEqual([{ key: 'greeting' }]);
    expect((await client.call('DELETE', '/artifact/sample_extension?key=greeting,preferences')).status).toBe(204);
    expect(await get('/artifact/namespaces')).toEqual([]);
  });

  it('an integration is tested by the settings that it has, and shows no sensitive value', async () => {
    const path = '/integrations/1%3A%3Asample_webhook';
    expect((await client.call('POST', `${path}/test`)).body).toMatchObject({ success: false });
    const params = [
      { name: 'url', value: 'https://hook.example.com' },
      { name: 'token', value: 'secret' },
    ];
    const changed = await client.call('PATCH', path, { enabled: true, params });
    expect(changed.text).not.toContain('"secret"');
    expect(changed.body).toMatchObject({ enabled: true, params: [{ has_value: true }, { has_value: true }] });
    expect((await client.call('POST', `${path}/test`)).body).toMatchObject({ success: true });
    expect((await client.call('POST', `${path}/form`, {})).body).toMatchObject({
      fields: [{ name: 'url', required: true }, {}],
    });
    await client.call('DELETE', '/integration_hubs/1');
    expect(await get('/integrations')).toEqual([]);
  });

  it('support has access until the time is over or it is taken back', async () => {
    const enable = () => client.call('PUT', '/support_access/enable', { duration_in_seconds: 600 });
    expect((await enable()).body).toEqual({ open: true, open_until: '2026-11-20T12:10:00.000Z' });
    now = new Date('2026-11-20T12:10:01Z');
    expect(await get('/support_access/status')).toEqual({ open: false, open_until: null });
    await enable();
    expect((await client.call('PUT', '/support_access/disable')).body).toMatchObject({ open: false });
    const added = await client.call('POST', '/support_access/allowlist', { emails: ['ada.fischer@example.com'] });
    expect(added.body).toMatchObject([{ id: '1', full_name: 'Ada Fischer' }]);
    expect((await client.call('DELETE', '/support_access/allowlist/1')).status).toBe(204);
    expect(await get('/support_access/allowlist')).toEqual([]);
  });

  it('a lockout is found, and gone once it is deleted', async () => {
    expect(await get('/user_login_lockouts/search?full_name=hugo%25&fields=key')).toEqual([{ key: 'email-9' }]);
    expect((await client.call('DELETE', '/user_login_lockout/email-9')).status).toBe(204);
    expect(await get('/user_login_lockouts?fields=key')).toEqual([{ key: 'email-7' }]);
  });

  it('notifications of alerts are of the caller and stay read', async () => {
    const [first] = (await get('/alert_notifications')) as { notification_id: string; is_read: boolean }[];
    expect(first?.is_read).toBe(false);
    await client.call('PATCH', `/alert_notifications/${first?.notification_id}`);
    expect(await get('/alert_notifications')).toMatchObject([{ is_read: true }, { is_read: false }]);
    expect((await client.call('PATCH', '/alert_notifications/99')).status).toBe(404);
  });

  it('time zones are all that the platform knows, locales have their own names', async () => {
    const zones = (await get('/timezones')) as { value: string }[];
    expect(zones.length).toBeGreaterThanOrEqual(400);
    expect(zones).toContainEqual({ value: 'Europe/Berlin', label: 'Europe/Berlin', group: 'Europe' });
    expect(await get('/locales')).toContainEqual({ code: 'de', native_name: 'Deutsch', english_name: 'German' });
  });

  it('a test of LDAP names what is missing', async () => {
    const incomplete = await client.call('PUT', '/ldap_config/test_auth', { connection_host: 'ldap.example.com' });
    expect(incomplete.body).toMatchObject({ status: 'error', message: 'Missing: auth_username, auth_password' });
    const complete = { connection_host: 'ldap.example.com', test_ldap_user: 'ada' };
    expect((await client.call('PUT', '/ldap_config/test_user_info', complete)).body).toMatchObject({
      status: 'success',
      user: { email: 'ada@example.com' },
    });
  });

  it('SAML metadata is read from a document sent as text', async () => {
    const document = `<EntityDescriptor entityID="https://id.example.com"><X509Certificate>MIIB</X509Certificate>
      <SingleSignOnService Location="https://id.example.com/sso"/></EntityDescriptor>`;
    const headers = { 'content-type': 'text/plain' };
    const read = await client.call('POST', '/parse_saml_idp_metadata', document, headers);
    expect(read.body).toMatchObject({
      idp_issuer: 'https://id.example.com',
      idp_url: 'https://id.example.com/sso',
      idp_cert: 'MIIB',
    });
    expect((await client.call('POST', '/parse_saml_idp_metadata', 'none', headers)).status).toBe(400);
  });

  it('mail can be taken again once the server has an address', async () => {
    expect((await client.call('POST', '/smtp_settings', { default_smtp: false, address: null })).status).toBe(204);
    expect(await get('/smtp_status')).toMatchObject({ is_valid: false });
    await client.call('POST', '/smtp_settings', { address: 'smtp.example.com', port: 587 });
    expect(await get('/smtp_status')).toMatchObject({ is_valid: true });
  });
});
