import type { ViewModel } from '../../models/model-types.js';
import { counted, primaryKey, texts } from './activity-fields.js';

/** The queries that were run or saved. */
export const queryView: ViewModel = {
  name: 'query',
  label: 'Query',
  table: 'query',
  dimensions: {
    ...primaryKey('Number of the query'),
    ...texts({
      model: 'Model it queries',
      view: 'Explore it queries',
      slug: 'Slug of the query',
      client_id: 'Short id that its address has',
      fields: 'Its fields, as JSON',
      filters: 'Its filters, as JSON',
      pivots: 'Its pivots, as JSON',
      sorts: 'Its sorts, as JSON',
      dynamic_fields: 'Its table calculations and custom fields, as JSON',
      filter_expression: 'Its custom filter',
    }),
    explore: { type: 'string', description: 'Explore it queries', sql: '{TABLE}.view' },
    formatted_fields: { type: 'string', description: 'Its fields, as JSON', sql: '{TABLE}.fields' },
    formatted_filters: { type: 'string', description: 'Its filters, as JSON', sql: '{TABLE}.filters' },
    formatted_pivots: { type: 'string', description: 'Its pivots, as JSON', sql: '{TABLE}.pivots' },
    formatted_sorts: { type: 'string', description: 'Its sorts, as JSON', sql: '{TABLE}.sorts' },
    limit: { type: 'string', description: 'Its limit of rows', sql: '{TABLE}.row_limit' },
    link: {
      type: 'string',
      description: 'Where it opens in Looker',
      sql: "'/explore/' || {TABLE}.model || '/' || {TABLE}.view || '?qid=' || {TABLE}.client_id",
    },
  },
  dimensionGroups: {},
  measures: {
    ...counted('Number of different queries'),
    count_of_dynamic_fields: {
      type: 'sum',
      sql: "COALESCE(JSON_ARRAY_LENGTH(NULLIF({TABLE}.dynamic_fields, '')), 0)",
      description: 'Number of their table calculations and custom fields',
    },
  },
};
