import { type Api, bodyRecord, isRecord, type LookerRecord, param } from '../api.js';
import type { Instance } from '../instance.js';
import { invalid } from '../looker-errors.js';
import { acceptBody } from '../records/accept-body.js';
import {
  type DescribedCollection,
  presentDescribed,
  registerDescribedCollections,
} from '../records/described-collections.js';

const hubs: DescribedCollection = {
  records: 'integrationHubs',
  type: 'IntegrationHub',
  path: '/integration_hubs',
  required: ['url'],
  unique: ['url'],
  seed: [
    {
      url: 'https://actions.example.com',
      label: 'Sample Action Hub',
      official: true,
      legal_agreement_required: true,
      legal_agreement_text: 'What is sent to an action leaves this instance.',
    },
  ],
  check: (properties) => {
    const { url } = properties;
    if (url === undefined || URL.canParse(String(url))) {
      return url === undefined ? properties : { label: new URL(String(url)).hostname, ...properties };
    }
    throw invalid('url', 'This field must be an address.');
  },
  computed: (hub) => ({ has_authorization_token: typeof hub.authorization_token === 'string' }),
  beforeRemove: (hub, { content }) => {
    content.integrations.removeWhere('integration_hub_id', hub.id);
  },
};

const integrations: DescribedCollection = {
  records: 'integrations',
  type: 'Integration',
  path: '/integrations',
  listFilters: ['integration_hub_id'],
  seed: [
    integration({ id: '1::sample_webhook', label: 'Sample Webhook', description: 'Sends rows to an address.' }, [
      { name: 'url', label: 'Address', required: true },
      { name: 'token', label: 'Token', required: false, sensitive: true },
    ]),
    integration({ id: '1::sample_chat', label: 'Sample Chat', description: 'Posts a table to a channel.' }, [
      { name: 'channel', label: 'Channel', required: true },
    ]),
  ],
  check: (changes, _, record) =>
    changes.params === undefined ? changes : { ...changes, params: paramsOf(changes, record) },
  computed: (record) => ({
    params: entriesOf(record.params).map(({ value, ...shown }) => ({
      ...shown,
      has_value: typeof value === 'string',
      ...(shown.sensitive === true ? {} : { value }),
    })),
  }),
};

/** Action hubs, what they integrate, and the forms and actions of those. Nothing is ever sent to them. */
export function registerIntegrationRoutes(api: Api, instance: Instance): void {
  registerDescribedCollections(api, instance, [hubs, integrations]);
  const { integrationHubs, integrations: records } = instance.content;
  api.post('/integration_hubs/:integration_hub_id/accept_legal_agreement', (call) => {
    const hub = integrationHubs.change(param(call, 'integration_hub_id'), { legal_agreement_signed: true });
    return presentDescribed(hubs, hub, instance, call);
  });
  api.get('/integration_hubs/:integration_hub_id/health', (call) => {
    const hub = integrationHubs.get(param(call, 'integration_hub_id'));
    return { success: true, message: `${String(hub.label)} is not asked by this sample.` };
  });
  api.post('/integrations/:integration_id/form', (call) => {
    const { params } = records.get(param(call, 'integration_id'));
    return formOf(entriesOf(params), bodyRecord(call));
  });
  api.post('/integrations/:integration_id/test', (call) => {
    const missing = missingParams(records.get(param(call, 'integration_id')));
    return {
      success: missing.length === 0,
      message: missing.length === 0 ? 'The settings are complete.' : `Missing: ${missing.join(', ')}`,
      delegate_oauth_result: [],
    };
  });
  api.post('/data_actions/form', (call) => formOf([], bodyRecord(call)));
  api.post('/data_actions', (call) => {
    const { action } = acceptBody(call, 'POST', '/data_actions', ['action']);
    const label = isRecord(action) && typeof action.label === 'string' ? action.label : 'The action';
    return { webhook_id: null, success: true, refresh_query: false, message: `${label} was taken and not sent.` };
  });
}

function formOf(params: readonly LookerRecord[], values: LookerRecord): LookerRecord {
  return {
    fields: params.map(({ name, label, required, value }) => ({
      name,
      label,
      description: null,
      type: 'string',
      default: values[String(name)] ?? value ?? null,
      interactive: false,
      required: required === true,
      options: null,
    })),
  };
}

function missingParams(record: LookerRecord): string[] {
  return entriesOf(record.params)
    .filter(({ required, value }) => required === true && typeof value !== 'string')
    .map(({ name }) => String(name));
}

/** A change gives values to the parameters there are. */
function paramsOf(changes: LookerRecord, record: LookerRecord | undefined): LookerRecord[] {
  const given = entriesOf(changes.params);
  return entriesOf(record?.params).map((param) => {
    const change = given.find(({ name }) => name === param.name);
    const { value = param.value, user_attribute_name: attribute = param.user_attribute_name } = change ?? {};
    return { ...param, value, user_attribute_name: attribute };
  });
}

function entriesOf(value: unknown): LookerRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function integration(about: LookerRecord, params: readonly LookerRecord[]): LookerRecord {
  return {
    ...about,
    integration_hub_id: '1',
    enabled: false,
    params,
    supported_formats: ['csv', 'json'],
    supported_action_types: ['query', 'dashboard'],
    supported_formattings: ['formatted', 'unformatted'],
    supported_visualization_formattings: ['noapply'],
    supported_download_settings: ['push'],
    required_fields: [],
  };
}
