import type { LookerRecord } from '../../api.js';
import type { ActivityRow } from '../activity-tables.js';
import { queryRow } from '../query-rows.js';

/** Above the ids of saved queries, and below those of queries that are run without being saved. */
const firstId = 900_001;
const since = { 'orders.created_date': '30 days' };

/** Queries that people made up in an explore, and nobody saved. `sales.sales` and `ecommerce.products` are in none. */
const explored = {
  byStatus: { model: 'ecommerce', view: 'orders', fields: ['orders.status', 'orders.count'], filters: since },
  byState: { model: 'ecommerce', view: 'orders', fields: ['users.state', 'orders.count'], filters: since },
  byAge: { model: 'ecommerce', view: 'users', fields: ['users.age', 'users.count'], sorts: ['users.age'] },
  byBrand: { model: 'sales', view: 'order_items', fields: ['products.brand', 'order_items.total_margin'] },
  bySession: {
    ...{ model: 'ecommerce', view: 'events', fields: ['events.session_id', 'events.count'] },
    filters: { 'events.created_date': '2 years' },
  },
  withoutJoin: { model: 'ecommerce', view: 'order_items', fields: ['order_items.id', 'users.email'], limit: '-1' },
  renamed: { model: 'ecommerce', view: 'orders', fields: ['orders.discount_code', 'orders.count'] },
  pulseOrders: { model: 'ecommerce', view: 'orders', fields: ['orders.status', 'orders.count'] },
  pulseCustomers: { model: 'ecommerce', view: 'users', fields: ['users.count'] },
} satisfies Record<string, LookerRecord>;

export type ExploredQuery = keyof typeof explored;

const names = Object.keys(explored);

export function exploredQueryId(name: ExploredQuery): number {
  return firstId + names.indexOf(name);
}

export function seededQueries(): ActivityRow[] {
  return Object.entries(explored).map(([name, query], index) =>
    queryRow(firstId + index, { ...query, slug: `sampleExplored${name}`.slice(0, 22) }),
  );
}
