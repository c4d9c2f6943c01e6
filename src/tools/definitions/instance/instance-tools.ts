import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { type ArgumentEdits, described, terse, terseArguments } from '../../schema/argument-edit.js';

const settings: ArgumentEdits = {
  ...terseArguments(
    'onboarding_enabled',
    'allow_user_timezones',
    'extension_framework_enabled',
    'marketplace_enabled',
    'managed_certificate_uri',
    'dashboard_auto_refresh_restriction',
    'revoke_certification_on_edits',
    'automated_mfa_enabled',
    'is_content_certification_enabled',
    'auto_certify_lookml_content',
  ),
  timezone: described('IANA time zone of the instance.'),
  data_connector_default_enabled: described('Future connectors are enabled.'),
  marketplace_automation: { brief: true, schema: { description: 'E.g. {"install_enabled":true}.' } },
  marketplace_terms_accepted: described('true cannot be undone.'),
  host_url: described('Base of the URL of the instance.'),
  override_warnings: described('true: changes host_url in spite of warnings.'),
  email_domain_allowlist: described('Domains that schedules may send to.'),
  dashboard_auto_refresh_minimum_interval: described('E.g. "1 minute".'),
  ca_agent_observability: described('Shows the tokens that agents use.'),
  embed_config: { brief: true, schema: { description: 'E.g. {"domain_allowlist":["https://app.example.com"]}.' } },
  custom_welcome_email: { brief: true, schema: { description: 'enabled, subject, header, content (HTML).' } },
  privatelabel_configuration: { brief: true, schema: { description: 'E.g. {"default_title":"Shop"}.' } },
  mcp_tools: {
    brief: true,
    schema: { description: 'Looker\'s own MCP tools, e.g. {"query_sql":{"enabled":false}}.' },
  },
};

export const instanceTools: readonly ResourceTools[] = [
  {
    resource: 'instance',
    tags: ['instance', 'settings'],
    tools: [
      {
        operation: 'get_setting',
        method: 'settings',
        title: 'Get the settings of the instance',
        about: 'Gets the settings of the Looker instance.',
        hint: 'fields "instance_config" tells feature flags and license, "mcp_tools" which MCP tools Looker itself offers.',
        fields:
          'timezone,allow_user_timezones,host_url,email_domain_allowlist,embed_enabled,embed_config,custom_welcome_email(enabled),marketplace_enabled,marketplace_automation,marketplace_terms_accepted,extension_framework_enabled,onboarding_enabled,data_connector_default_enabled,dashboard_auto_refresh_restriction,dashboard_auto_refresh_minimum_interval,managed_certificate_uri,is_content_certification_enabled,content_certification_documentation_link,revoke_certification_on_edits,auto_certify_lookml_content,automated_mfa_enabled,ca_agent_observability',
      },
      {
        operation: 'set_setting',
        method: 'change_settings',
        title: 'Change the settings of the instance',
        about: 'Changes the named settings of the Looker instance, for all its users.',
        hint: 'Look at looker_instance_settings first.',
        edits: settings,
      },
      {
        operation: 'versions',
        method: 'versions',
        effect: 'read',
        title: 'Get the version of Looker',
        about: 'Gets the release of Looker, the API versions it supports and its addresses.',
        hint: 'Its settings: looker_instance_settings.',
      },
      {
        operation: 'api_spec',
        method: 'api_specification',
        effect: 'read',
        title: 'Get the API specification',
        about: 'Gets the description of the API of this Looker as JSON.',
        hint: 'It has several megabytes, mostly more than an answer can hold.',
        edits: {
          api_version: described('As listed by looker_instance_versions.', { default: '4.0' }),
          specification: described('A file name.', { default: 'swagger.json' }),
        },
      },
      {
        operation: 'public_egress_ip_addresses',
        method: 'egress_ip_addresses',
        effect: 'read',
        title: 'Get the egress addresses of the instance',
        about: 'Gets the IP addresses from which a hosted Looker connects to databases.',
        hint: 'They are what a firewall must admit. Connections: list_all_looker_connections.',
      },
    ],
  },
  {
    resource: 'legacy_features',
    tags: ['legacy_features', 'settings'],
    tools: [
      {
        operation: 'all_legacy_features',
        method: 'list',
        about: 'Lists the legacy features with their state and end of life.',
        hint: 'Use it before an upgrade. Change one with update_a_looker_legacy_feature_by_id.',
      },
      {
        operation: 'legacy_feature',
        method: 'get',
        about: 'Gets one legacy feature.',
        hint: 'Find its id with list_all_looker_legacy_features.',
      },
      {
        operation: 'update_legacy_feature',
        method: 'update',
        about: 'Turns a legacy feature on or off, for the whole instance.',
        hint: 'Find its id with list_all_looker_legacy_features.',
        required: ['enabled_locally'],
        edits: { enabled_locally: described('true: on.') },
      },
    ],
  },
  {
    resource: 'locales',
    tags: ['locales', 'settings'],
    tools: [
      {
        operation: 'all_locales',
        method: 'list',
        about: 'Lists the locales that Looker supports.',
        hint: 'Use a code as locale in update_a_looker_user_by_id.',
      },
    ],
  },
  {
    resource: 'timezones',
    tags: ['timezones', 'settings'],
    tools: [
      {
        operation: 'all_timezones',
        method: 'list',
        title: 'List time zones',
        about: 'Lists the time zones that Looker supports.',
        hint: 'Use one as timezone in create_a_looker_scheduled_plan.',
      },
    ],
  },
  {
    resource: 'mobile',
    tags: ['mobile', 'settings'],
    tools: [
      {
        operation: 'mobile_settings',
        method: 'settings',
        about: 'Tells whether the mobile app may be used and how it logs in.',
        hint: 'Other settings: looker_instance_settings.',
      },
    ],
  },
  {
    resource: 'cloud_storage',
    tags: ['cloud_storage', 'settings'],
    tools: [
      {
        operation: 'cloud_storage_configuration',
        method: 'settings',
        about: 'Tells into which bucket Looker backs itself up.',
        hint: 'Change it with looker_cloud_storage_change_settings.',
      },
      {
        operation: 'update_cloud_storage_configuration',
        method: 'change_settings',
        about: 'Changes into which bucket Looker backs itself up.',
        hint: 'Keys of the bucket are entered in Looker itself.',
        only: ['type', 'custom_s3_bucket', 'custom_s3_bucket_region'],
        edits: {
          type: described('looker-s3, or custom-s3 for a bucket of your own.'),
          custom_s3_bucket: terse,
          custom_s3_bucket_region: terse,
        },
      },
    ],
  },
];
