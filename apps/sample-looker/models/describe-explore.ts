import type { LookerRecord } from '../api.js';
import { asLookml, describeField } from './describe-field.js';
import { fieldsOf, viewsOf } from './fields.js';
import type { ExploreModel, JoinModel, LookmlModel } from './model-types.js';
import { fileOf } from './view-file.js';

/** What no explore of the shop makes use of, and what the caller may do. */
const unusedProperties: LookerRecord = {
  can_total: true,
  can_develop: true,
  can_see_lookml: true,
  can_save: true,
  can_explain: false,
  can_pivot_in_db: false,
  can_subtotal: false,
  has_timezone_support: false,
  supports_cost_estimate: false,
  always_filter: [],
  conditionally_filter: [],
  aliases: [],
  index_fields: [],
  sets: [],
  tags: [],
  errors: null,
};

/** A model in the shape of Looker's `LookmlModel`. */
export function describeModel(model: LookmlModel): LookerRecord {
  return {
    name: model.name,
    label: model.label,
    project_name: model.projectName,
    allowed_db_connection_names: model.allowedConnectionNames ?? [model.connectionName],
    unlimited_db_connections: model.hasUnlimitedConnections === true,
    has_content: model.explores.length > 0,
    explores: model.explores.map((explore) => ({
      name: explore.name,
      label: explore.label,
      description: explore.description,
      hidden: explore.hidden === true,
      group_label: model.label,
    })),
    can: { index: true, show: true, create: true, update: true, destroy: true },
  };
}

/** An explore in the shape of Looker's `LookmlModelExplore`. */
export function describeExplore(model: LookmlModel, explore: ExploreModel): LookerRecord {
  const { accessFilters = [] } = explore;
  const fields = fieldsOf(explore).map((field) => describeField(field, model));
  const ofCategory = (category: string) => fields.filter((field) => field.category === category);
  return {
    ...unusedProperties,
    id: `${model.name}::${explore.name}`,
    name: explore.name,
    label: explore.label,
    title: explore.label,
    description: explore.description,
    hidden: explore.hidden === true,
    group_label: model.label,
    model_name: model.name,
    project_name: model.projectName,
    view_name: explore.view.name,
    connection_name: model.connectionName,
    dialect_name: 'sqlite',
    null_sort_treatment: 'low',
    sql_table_name: explore.view.table,
    scopes: viewsOf(explore).map((view) => view.name),
    source_file: `${model.name}.model.lkml`,
    files: viewsOf(explore).map((view) => fileOf(view, model).path),
    lookml_link: `/projects/${model.projectName}/files/${model.name}.model.lkml`,
    access_filters: accessFilters.map(({ field, userAttribute }) => ({ field, user_attribute: userAttribute })),
    access_filter_fields: accessFilters.map(({ field }) => field),
    always_filter: Object.entries(explore.alwaysFilter ?? {}).map(([name, value]) => ({ name, value })),
    fields: { dimensions: ofCategory('dimension'), measures: ofCategory('measure'), filters: [], parameters: [] },
    joins: explore.joins.map(describeJoin),
  };
}

function describeJoin(join: JoinModel): LookerRecord {
  return {
    name: join.view.name,
    view_label: join.view.label,
    type: join.type ?? 'left_outer',
    relationship: join.relationship,
    sql_on: asLookml(join.sqlOn),
    sql_table_name: join.view.table,
    dependent_fields: [...join.sqlOn.matchAll(/\{([\w.]+)\}/g)].map((match) => match[1]),
    required_joins: [],
    fields: join.hidesFields === true ? [] : null,
    from: null,
    foreign_key: null,
    outer_only: null,
  };
}
