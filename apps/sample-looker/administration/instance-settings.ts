import { type Api, type LookerRecord, noContent } from '../api.js';
import type { Instance } from '../instance.js';
import { acceptBody } from '../records/accept-body.js';
import { type DescribedSetting, registerDescribedSettings, settingAt } from '../records/described-settings.js';
import { checkOneOf } from '../records/references.js';

const whitelabel: LookerRecord = {
  default_title: 'Looker',
  show_help_menu: true,
  show_docs: true,
  show_email_sub_options: true,
  allow_looker_mentions: true,
  allow_looker_links: true,
  custom_welcome_email_advanced: false,
  setup_mentions: true,
  alerts_logo: true,
  alerts_links: true,
  folders_mentions: true,
};
const welcomeEmail: LookerRecord = {
  enabled: false,
  content: 'Welcome! Follow the link to set up your account.',
  subject: 'Welcome to Looker',
  header: 'Welcome',
};
const instanceSettings: LookerRecord = {
  instance_config: { feature_flags: { dashboards_next: true }, license_features: { embed: true, api: true } },
  extension_framework_enabled: true,
  marketplace_auto_install_enabled: false,
  marketplace_automation: { install_enabled: false, update_looker_enabled: true, update_third_party_enabled: false },
  marketplace_enabled: true,
  marketplace_site: 'https://marketplace.looker.com',
  marketplace_terms_accepted: true,
  onboarding_enabled: false,
  timezone: 'UTC',
  allow_user_timezones: true,
  email_domain_allowlist: ['example.com'],
  embed_enabled: true,
  embed_config: { domain_allowlist: [], sso_auth_enabled: true, embed_enabled: true, embed_content_navigation: false },
  is_content_certification_enabled: true,
};

const settings: readonly DescribedSetting[] = [
  {
    path: '/setting',
    type: 'Setting',
    initial: instanceSettings,
    computed: (setting, instance) => ({
      host_url: setting.host_url ?? instance.origin(),
      privatelabel_configuration:
        setting.privatelabel_configuration ?? settingAt(instance, '/whitelabel_configuration'),
      custom_welcome_email: setting.custom_welcome_email ?? settingAt(instance, '/custom_welcome_email'),
    }),
    check: (changes) => checkOneOf('timezone', changes.timezone, ['UTC', ...Intl.supportedValuesOf('timeZone')]),
  },
  {
    path: '/whitelabel_configuration',
    type: 'WhitelabelConfiguration',
    initial: whitelabel,
    computed: () => ({ id: '1' }),
  },
  { path: '/custom_welcome_email', type: 'CustomWelcomeEmail', initial: welcomeEmail },
  { path: '/digest_emails_enabled', type: 'DigestEmails', initial: { is_enabled: true } },
  {
    path: '/internal_help_resources_enabled',
    updatePath: '/internal_help_resources',
    type: 'InternalHelpResources',
    initial: { enabled: true },
  },
  {
    path: '/internal_help_resources_content',
    type: 'InternalHelpResourcesContent',
    initial: { organization_name: 'Sample Shop', markdown_content: 'Questions? Ask the **Analysts**.' },
  },
  { path: '/cloud_storage', type: 'BackupConfiguration', initial: { type: 'looker-s3' } },
  {
    path: '/mobile/settings',
    type: 'MobileSettings',
    initial: {
      mobile_force_authentication: false,
      mobile_app_integration: true,
      mobile_feature_flags: [{ feature_flag_name: 'mobile_alerts', feature_flag_state: true }],
    },
  },
  {
    path: '/public_egress_ip_addresses',
    type: 'EgressIpAddresses',
    initial: { egress_ip_addresses: ['192.0.2.10', '192.0.2.11'] },
  },
];

/** How the instance as a whole is set up. Messages are never sent. */
export function registerInstanceSettingRoutes(api: Api, instance: Instance): void {
  registerDescribedSettings(api, instance, settings);
  api.put('/custom_welcome_email_test', (call) => acceptBody(call, 'PUT', '/custom_welcome_email_test'));
  api.post('/digest_email_send', () => ({
    configuration_delivered: settingAt(instance, '/digest_emails_enabled').is_enabled === true,
  }));
  const smtp = instance.content.settings.add({ id: '/smtp_settings', default_smtp: true });
  api.post('/smtp_settings', (call) => {
    instance.content.settings.change(smtp.id, acceptBody(call, 'POST', '/smtp_settings'));
    return noContent;
  });
  api.get('/smtp_status', () => {
    const isValid = smtp.default_smtp === true || typeof smtp.address === 'string';
    const message = isValid ? 'Messages would be taken.' : 'There is no address of a mail server.';
    return {
      is_valid: isValid,
      node_count: 1,
      node_status: [{ is_valid: isValid, message, hostname: new URL(instance.origin()).hostname }],
    };
  });
}
