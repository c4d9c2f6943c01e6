import { type ArgumentEdits, described, hidden } from './argument-edit.js';
import { dashboard, dashboardElement, look } from './edits/content-edits.js';
import { alert, scheduledPlan, scheduledPlanDestination } from './edits/delivery-edits.js';
import { embedParams, embedSecret, embedSessionAcquire, embedSsoParams } from './edits/embed-edits.js';
import { dynamicFields, query, resultFormat } from './edits/query-edits.js';
import { ldapConfig, oauthClientApp, oidcConfig, samlConfig } from './edits/single-sign-on-edits.js';
import { groupInGroup, userAttribute, userAttributeGroupValue, userInGroup } from './edits/user-edits.js';

/** Edits that hold for a path or query parameter of this name on every tool. */
export const parameterEdits: ArgumentEdits = {
  result_format: resultFormat,
  fields: described('Fields to answer, e.g. "id,title,folder(name)". Few keep the answer small.'),
  filter_or: described('true: a record matches when any criterion matches (default: all must).'),
  sorts: described('Fields to sort by, e.g. "title" or "created_at desc".'),
  apply_formatting: described('true: numbers and dates as Looker shows them.'),
  apply_vis: described('true: apply the visualization settings to the rows.'),
  force_production: described('true: use the production LookML even in development mode.'),
  cache: described('false: run the query afresh instead of using cached results.'),
  image_width: hidden,
  image_height: hidden,
  rebuild_pdts: hidden,
  path_prefix: hidden,
  generate_drill_links: hidden,
  cache_only: hidden,
  raw_locale: hidden,
};

const user: ArgumentEdits = {
  credentials_email: hidden,
  credentials_google: hidden,
  credentials_ldap: hidden,
  credentials_looker_openid: hidden,
  credentials_oidc: hidden,
  credentials_saml: hidden,
  credentials_totp: hidden,
  credentials_workforce: hidden,
  models_dir_validated: hidden,
  ui_state: hidden,
  can_manage_api3_creds: hidden,
  locale: described('Language and region, e.g. "en" or "fr_FR".'),
};

/** Edits of the properties of Looker's schemas, wherever they appear. `WriteX` is looked up as `X`. */
export const schemaEdits: Readonly<Record<string, ArgumentEdits>> = {
  Query: query,
  LookWithQuery: look,
  Dashboard: dashboard,
  DashboardElement: dashboardElement,
  ResultMakerWithIdVisConfigAndDynamicFields: {
    query: { brief: true, schema: { description: 'The same query as the tile.' } },
    vis_config: { brief: true, schema: { description: 'Visualization settings, as in a query.' } },
    dynamic_fields: dynamicFields,
    merge_result_id: hidden,
    sql_query_id: hidden,
    sorts: hidden,
    total: hidden,
  },
  ResultMakerFilterables: { listen: { writable: true } },
  DashboardFilter: { ui_config: hidden, allow_multiple_values: hidden },
  CreateDashboardFilter: {
    ui_config: hidden,
    allow_multiple_values: hidden,
    type: described(
      'field_filter (values of a dimension; needs model, explore, dimension), date_filter, number_filter or string_filter.',
    ),
  },
  DashboardLayout: { lookml_link_id: hidden },
  ScheduledPlan: scheduledPlan,
  ScheduledPlanDestination: scheduledPlanDestination,
  Alert: alert,
  AlertPatch: { enhancements: hidden },
  AlertDestination: {
    action_hub_integration_id: described('For ACTION_HUB.'),
    action_hub_form_params_json: described('For ACTION_HUB: form parameters as JSON text.'),
  },
  AlertFieldFilter: { filter_value: hidden },
  Board: { deleted_at: hidden, user_id: hidden },
  BoardSection: { deleted_at: hidden },
  BoardItem: { custom_image_data_base64: hidden, use_custom_image: hidden },
  CreateQueryTask: {
    result_format: resultFormat,
    source: hidden,
    deferred: hidden,
    look_id: hidden,
    dashboard_id: hidden,
  },
  User: user,
  GroupIdForGroupInclusion: groupInGroup,
  GroupIdForGroupUserInclusion: userInGroup,
  UserAttribute: userAttribute,
  UserAttributeGroupValue: userAttributeGroupValue,
  OauthClientApp: oauthClientApp,
  EmbedSecret: embedSecret,
  EmbedParams: embedParams,
  EmbedSsoParams: embedSsoParams,
  EmbedCookielessSessionAcquire: embedSessionAcquire,
  LDAPConfig: ldapConfig,
  SamlConfig: samlConfig,
  OIDCConfig: oidcConfig,
};

/** Properties an object needs although Looker's description does not say so. */
export const schemaRequirements: Readonly<Record<string, readonly string[]>> = {
  ScheduledPlanDestination: ['type', 'address', 'format'],
  GroupIdForGroupInclusion: ['group_id'],
  GroupIdForGroupUserInclusion: ['user_id'],
  UserAttributeGroupValue: ['group_id', 'value'],
  ResultMakerFilterablesListen: ['dashboard_filter_name', 'field'],
};
