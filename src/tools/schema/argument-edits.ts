import { type ArgumentEdits, bareString, described, hidden } from './argument-edit.js';
import { contentGrant } from './edits/access-edits.js';
import { dashboard, dashboardElement, dashboardFilter, look, newDashboardFilterLook } from './edits/content-edits.js';
import { alert, scheduledPlan, scheduledPlanDestination } from './edits/delivery-edits.js';
import { embedParams, embedSecret, embedSessionAcquire, embedSsoParams } from './edits/embed-edits.js';
import { dynamicFields, dynamicFieldsBrief, filters, query, resultFormat, taskFormat } from './edits/query-edits.js';
import { ldapConfig, oauthClientApp, oidcConfig, samlConfig } from './edits/single-sign-on-edits.js';
import { colorCollection, theme } from './edits/theme-edits.js';
import { groupInGroup, userAttribute, userAttributeGroupValue, userInGroup } from './edits/user-edits.js';
import { visConfig, visConfigBrief } from './edits/vis-config-schema.js';

/** Edits that hold for a path or query parameter of this name on every tool. */
export const parameterEdits: ArgumentEdits = {
  result_format: resultFormat,
  fields: described('Fields to answer, e.g. "id,folder(name)".'),
  filter_or: described('true: any criterion is enough.'),
  sorts: described('E.g. "created_at desc".'),
  apply_formatting: described('Values as Looker shows them.'),
  apply_vis: described('As the chart settings say.'),
  force_production: described('Production LookML even in development mode.'),
  server_table_calcs: described('Computes table calculations.'),
  cache: described('false: no cached results.'),
  curate: described('true: leaves out personal folders of others.'),
  not_owned_by: described('true: those that the named user does not own.'),
  all_users: described("true: everybody's (administrators)."),
  direct_association_only: described('true: leaves out what comes through groups.'),
  exclude_empty: described('true: leaves out models without explores.'),
  exclude_hidden: described('true: leaves out hidden explores.'),
  include_internal: described('true: built-in models too, such as system__activity.'),
  add_drills_metadata: hidden,
  verified_looker_employee: hidden,
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
    query: {
      brief: true,
      schema: { description: 'The same query as the tile, with model and view.' },
      check: { required: ['model', 'view'] },
    },
    vis_config: visConfigBrief,
    dynamic_fields: dynamicFieldsBrief,
    filterables: {
      terse: true,
      schema: {
        description:
          'Which dashboard filter sets which field, e.g. [{"model":"ecommerce","view":"orders","listen":[{"dashboard_filter_name":"Date","field":"orders.created_date"}]}].',
      },
    },
    merge_result_id: hidden,
    sql_query_id: hidden,
    sorts: hidden,
    total: hidden,
  },
  ResultMakerFilterables: { listen: { writable: true } },
  DashboardFilter: dashboardFilter,
  CreateDashboardFilter: {
    ...dashboardFilter,
    ui_config: newDashboardFilterLook,
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
  BoardItem: {
    custom_image_data_base64: hidden,
    use_custom_image: hidden,
    custom_description: described('Takes effect with use_custom_description.'),
    custom_title: described('Takes effect with use_custom_title.'),
    custom_url: described('Takes effect with use_custom_url.'),
    use_custom_description: described('Shows custom_description instead of that of the content.'),
    use_custom_title: described('Shows custom_title instead of that of the content.'),
    use_custom_url: described('Links to custom_url instead of the content.'),
    order: described('Place in the section.'),
  },
  CreateFolder: { parent_id: described('Id of the folder that holds it.') },
  UpdateFolder: { parent_id: described('Id of the folder that is to hold it.') },
  CreateQueryTask: {
    result_format: taskFormat,
    source: hidden,
    deferred: hidden,
    look_id: hidden,
    dashboard_id: hidden,
  },
  User: user,
  CreateCostEstimate: { sql: { writable: true } },
  Certification: {
    certification_status: { schema: { type: 'string', enum: ['certified', 'revoked'] } },
    notes: bareString,
  },
  ContentMetaGroupUser: contentGrant,
  ContentMeta: { inherits: described('false: has access rules of its own; true: those of its parent.') },
  ContentFavorite: { look: hidden, dashboard: hidden, lookml_dashboard: hidden },
  Theme: theme,
  ColorCollection: colorCollection,
  DashboardLookml: { folder_id: described('Default: your personal folder.') },
  UpdateArtifact: {
    key: bareString,
    value: bareString,
    content_type: described('MIME type, e.g. "application/json"; only needed where it is not plain text.'),
    version: { ...described('Of the stored artifact; needed to overwrite it.'), writable: true },
  },
  Integration: { enabled: described('Available to users.'), params: described('Those to set.') },
  IntegrationParam: {
    name: bareString,
    value: described('"" clears it.'),
    user_attribute_name: described('User attribute that holds the value; null: value is used.', {
      type: ['string', 'null'],
    }),
  },
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

/** Edits of body arguments on one tool, by operation: the long texts, which stand in one tool each. */
export const operationEdits: Readonly<Record<string, ArgumentEdits>> = {
  run_inline_query: { filters, dynamic_fields: dynamicFields },
  create_query: { vis_config: visConfig },
};

/** Properties an object needs although Looker's description does not say so. */
export const schemaRequirements: Readonly<Record<string, readonly string[]>> = {
  ScheduledPlanDestination: ['type', 'address', 'format'],
  GroupIdForGroupInclusion: ['group_id'],
  GroupIdForGroupUserInclusion: ['user_id'],
  UserAttributeGroupValue: ['group_id', 'value'],
  ResultMakerFilterablesListen: ['dashboard_filter_name', 'field'],
};
