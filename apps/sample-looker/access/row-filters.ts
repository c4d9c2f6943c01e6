import type { ExploreModel } from '../models/model-types.js';
import { attributeValue } from '../people/user-attributes.js';
import type { Content } from '../records/content-store.js';

/** By field: the filter expression that a query must meet besides its own; null lets no row pass. */
export type RowFilters = ReadonlyMap<string, string | null>;

/**
 * What the `access_filter`s of an explore come to for one user, by their values of the user attributes. A value is a filter
 * expression where its attribute is of an `advanced_filter_` type, else exactly what a row must have. Who has no value
 * sees no rows; any value (`%`) filters nothing.
 */
export function rowFiltersOf(content: Content, explore: ExploreModel, userId: string): RowFilters {
  const user = content.users.find(userId);
  const filters = (explore.accessFilters ?? []).map(({ field, userAttribute }): [string, string | null] => {
    const attribute = content.userAttributes.where('name', userAttribute)[0];
    const value = attribute === undefined || user === undefined ? null : attributeValue(content, attribute, user).value;
    if (typeof value !== 'string' || value === '') return [field, null];
    const isExpression = String(attribute?.type).startsWith('advanced_filter_');
    return [field, isExpression ? value : `"${value.replaceAll('"', '\\"')}"`];
  });
  return new Map(filters.filter(([, expression]) => expression !== '%'));
}
