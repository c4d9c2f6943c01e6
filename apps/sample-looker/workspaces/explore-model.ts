import { labelOf } from '../models/fields.js';
import type { AccessFilterModel, ExploreModel, JoinModel, Relationship, ViewModel } from '../models/model-types.js';
import { childrenOf, type LookmlNode, propertyOf } from '../projects/lookml-parser.js';
import { viewNameOf } from '../projects/lookml-project.js';
import { filtersOf, isYes, optional, referencesOf } from './lookml-values.js';

/** A row of the one side may come more than once, whatever the other side does. */
const relationships: Readonly<Record<string, Relationship>> = {
  ...{ many_to_one: 'many_to_one', one_to_one: 'one_to_one', one_to_many: 'one_to_many' },
  many_to_many: 'one_to_many',
};

/** An explore as its LookML describes it; `undefined` when its view is missing. Joins without a view are left out. */
export function exploreModel(node: LookmlNode, views: ReadonlyMap<string, ViewModel>): ExploreModel | undefined {
  const name = node.value ?? '';
  const view = aliasedView(node, views);
  if (view === undefined) return undefined;
  const always = childrenOf(node, 'always_filter')[0];
  const accessFilters = childrenOf(node, 'access_filter').map(accessFilterOf);
  return {
    name,
    label: propertyOf(node, 'label') ?? labelOf(name),
    description: propertyOf(node, 'description') ?? '',
    view,
    joins: childrenOf(node, 'join').flatMap((join) => joinModel(join, view, views) ?? []),
    ...optional('accessFilters', accessFilters.length === 0 ? undefined : accessFilters),
    ...optional('alwaysFilter', always && qualified(filtersOf(always), view.name)),
    ...optional('sqlAlwaysWhere', referencesOf(propertyOf(node, 'sql_always_where'))),
    ...optional('hidden', isYes(node, 'hidden') ? true : undefined),
  };
}

function joinModel(node: LookmlNode, base: ViewModel, views: ReadonlyMap<string, ViewModel>): JoinModel | undefined {
  const view = aliasedView(node, views);
  if (view === undefined) return undefined;
  const type = propertyOf(node, 'type');
  return {
    view,
    relationship: relationships[propertyOf(node, 'relationship') ?? ''] ?? 'many_to_one',
    sqlOn: referencesOf(propertyOf(node, 'sql_on')) ?? foreignKeySql(node, base, view),
    ...(type === 'inner' || type === 'full_outer' || type === 'cross' ? { type } : {}),
    ...optional('hidesFields', childrenOf(node, 'fields')[0]?.items?.length === 0 ? true : undefined),
  };
}

/** The view under the name that its fields have in the explore: that of the explore or join when it says `from`. */
function aliasedView(node: LookmlNode, views: ReadonlyMap<string, ViewModel>): ViewModel | undefined {
  const view = views.get(viewNameOf(node));
  if (view === undefined) return undefined;
  const isAliased = propertyOf(node, 'from') !== undefined;
  const name = isAliased ? (node.value ?? view.name) : view.name;
  const label = propertyOf(node, 'view_label') ?? (name === view.name ? view.label : labelOf(name));
  if (name === view.name && label === view.label) return view;
  return { ...view, name, label, file: view.file ?? `${view.name}.view.lkml` };
}

/** `foreign_key: user_id`: a dimension of the explore's view equals the primary key of the joined one. */
function foreignKeySql(node: LookmlNode, base: ViewModel, view: ViewModel): string {
  const key = propertyOf(node, 'foreign_key');
  const primaryKey = Object.entries(view.dimensions).find(([, dimension]) => dimension.primaryKey === true)?.[0];
  if (key === undefined || primaryKey === undefined) return '1 = 1';
  return `{${key.includes('.') ? key : `${base.name}.${key}`}} = {${view.name}.${primaryKey}}`;
}

function accessFilterOf(node: LookmlNode): AccessFilterModel {
  return { field: propertyOf(node, 'field') ?? '', userAttribute: propertyOf(node, 'user_attribute') ?? '' };
}

function qualified(filters: Record<string, string>, viewName: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filters).map(([field, value]) => [field.includes('.') ? field : `${viewName}.${field}`, value]),
  );
}
