import { type ArgumentEdits, described, hiddenArguments, type SchemaEdits } from './argument-edit.js';
import { contentEdits } from './edits/content-edits.js';
import { deliveryEdits } from './edits/delivery-edits.js';
import { embedEdits } from './edits/embed-edits.js';
import { peopleEdits } from './edits/people-edits.js';
import { dynamicFields, filters, queryEdits, resultFormat } from './edits/query-edits.js';
import { singleSignOnEdits } from './edits/single-sign-on-edits.js';
import { themeEdits } from './edits/theme-edits.js';
import { visConfig } from './edits/vis-config-schema.js';

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
  ...hiddenArguments('add_drills_metadata', 'verified_looker_employee', 'image_width', 'image_height'),
  ...hiddenArguments('rebuild_pdts', 'path_prefix', 'generate_drill_links', 'cache_only', 'raw_locale'),
};

/** Edits of the properties of Looker's schemas, wherever they appear: a file for each area in `edits/`. `WriteX` is looked up as `X`. */
export const schemaEdits: SchemaEdits = {
  ...contentEdits,
  ...deliveryEdits,
  ...embedEdits,
  ...peopleEdits,
  ...queryEdits,
  ...singleSignOnEdits,
  ...themeEdits,
};

/** Edits of body arguments on one tool, by operation: the long texts, which stand in one tool each. */
export const operationEdits: SchemaEdits = {
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
