import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { type ArgumentEdits, described, hidden } from '../../schema/argument-edit.js';

const integrationOutline = 'id,label,description,enabled,integration_hub_id,supported_action_types,supported_formats';
const hubFields =
  'id,url,label,official,fetch_error_message,has_authorization_token,legal_agreement_required,legal_agreement_signed';
const wholeAnswer: ArgumentEdits = { fields: hidden };

export const integrationTools: readonly ResourceTools[] = [
  {
    resource: 'integrations',
    tools: [
      {
        operation: 'all_integrations',
        method: 'list',
        about: 'Lists the integrations (actions that send data elsewhere), enabled or not.',
        hint: 'The parameters of one: get_single_looker_integration_by_id.',
        fields: integrationOutline,
        edits: { integration_hub_id: described('Only those of this hub.') },
      },
      {
        operation: 'integration',
        method: 'get',
        about: 'Gets one integration with its parameters. Sensitive values are left out.',
        hint: 'Change them with update_a_looker_integration_by_id, then looker_integrations_test.',
        fields: `${integrationOutline},params,required_fields,supported_formattings,supported_download_settings,uses_oauth`,
      },
      {
        operation: 'update_integration',
        method: 'update',
        openWorld: true,
        about: 'Enables or disables an integration, or sets its parameters.',
        hint: 'Parameter names are in get_single_looker_integration_by_id. Then looker_integrations_test.',
        only: ['enabled', 'params'],
        edits: wholeAnswer,
      },
      {
        operation: 'test_integration',
        method: 'test',
        effect: 'read',
        openWorld: true,
        about: 'Tells whether the settings of an integration work.',
        hint: 'Set them with update_a_looker_integration_by_id.',
      },
      {
        operation: 'fetch_integration_form',
        method: 'form',
        effect: 'read',
        openWorld: true,
        title: 'Get the form of an integration',
        about: 'Gets the fields an integration wants filled in before it sends data.',
        hint: 'They make up action_hub_form_params_json of create_a_looker_alert. Find the id with list_all_looker_integrations.',
        edits: { body: described('Values filled in so far, by field name.') },
      },
    ],
  },
  {
    resource: 'integration_hubs',
    tags: ['integration_hubs', 'integrations'],
    tools: [
      {
        operation: 'all_integration_hubs',
        method: 'list',
        about: 'Lists the action hubs that offer integrations.',
        hint: 'Their integrations: list_all_looker_integrations.',
        fields: hubFields,
      },
      {
        operation: 'integration_hub',
        method: 'get',
        about: 'Gets one action hub with its legal agreement.',
        hint: 'Does it answer? looker_integration_hubs_health.',
        fields: `${hubFields},legal_agreement_text`,
      },
      {
        operation: 'create_integration_hub',
        method: 'create',
        openWorld: true,
        about: 'Connects an action hub by its URL; one that needs an authorization token is set up in Looker.',
        hint: 'Then looker_integration_hubs_health and list_all_looker_integrations.',
        required: ['url'],
        edits: wholeAnswer,
      },
      {
        operation: 'update_integration_hub',
        method: 'update',
        openWorld: true,
        about: 'Changes the URL of an action hub.',
        hint: 'Check it with looker_integration_hubs_health.',
        required: ['url'],
        edits: wholeAnswer,
      },
      {
        operation: 'delete_integration_hub',
        method: 'delete',
        about: 'Removes an action hub with its integrations. What is scheduled through them no longer arrives.',
        hint: 'See first what it offers: list_all_looker_integrations.',
      },
      {
        operation: 'get_integration_hub_health',
        method: 'health',
        effect: 'read',
        openWorld: true,
        title: 'Check an integration hub',
        about: 'Tells whether Looker reaches an action hub.',
        hint: 'One integration is checked with looker_integrations_test.',
        edits: wholeAnswer,
      },
      {
        operation: 'accept_integration_hub_legal_agreement',
        method: 'accept_legal_agreement',
        effect: 'write',
        adds: true,
        openWorld: true,
        title: 'Accept the legal agreement of an integration hub',
        about: 'Accepts the legal agreement of an action hub for the organization.',
        hint: 'A person must agree to its text first: get_single_looker_integration_hub_by_id.',
      },
    ],
  },
  {
    resource: 'data_actions',
    tags: ['data_actions', 'integrations'],
    tools: [
      {
        operation: 'fetch_remote_data_action_form',
        method: 'form',
        effect: 'read',
        openWorld: true,
        title: 'Get the form of a data action',
        about: 'Gets the fields a data action wants filled in.',
        hint: 'Then looker_data_actions_perform with form_values.',
        edits: { body: described('The action as it came in the results of a query.', { type: 'object' }) },
      },
      {
        operation: 'perform_data_action',
        method: 'perform',
        effect: 'write',
        openWorld: true,
        about: 'Performs an action that the results of a query offer; it acts on another system.',
        hint: 'Whether it wants a form: looker_data_actions_form.',
        required: ['action'],
        edits: {
          action: described('The action as it came in the results of a query, unchanged.'),
          form_values: described('Values by field name.'),
        },
      },
    ],
  },
];
