import { allTimeframes, type ViewModel } from './model-types.js';

export const ordersView: ViewModel = {
  name: 'orders',
  label: 'Orders',
  table: 'orders',
  dimensions: {
    id: { type: 'number', label: 'ID', description: 'Number of the order', primaryKey: true, valueFormatName: 'id' },
    user_id: { type: 'number', label: 'User ID', description: 'Who placed the order', valueFormatName: 'id' },
    status: { type: 'string', description: 'complete, shipped, processing, cancelled or returned' },
    is_cancelled: {
      type: 'yesno',
      description: 'Whether the order was cancelled',
      sql: "{status} = 'cancelled'",
    },
  },
  dimensionGroups: {
    created: { column: 'created_at', description: 'When the order was placed', timeframes: allTimeframes },
  },
  measures: {
    count: { type: 'count', description: 'Number of orders' },
    count_of_customers: {
      type: 'count_distinct',
      sql: '{user_id}',
      description: 'Number of different customers who ordered',
    },
    cancelled_count: {
      type: 'count',
      description: 'Number of cancelled orders',
      filters: { status: 'cancelled' },
    },
    cancelled_share: {
      type: 'number',
      sql: '1.0 * {cancelled_count} / NULLIF({count}, 0)',
      description: 'Cancelled orders as a share of all orders',
      valueFormatName: 'percent_1',
    },
    latest_created: { type: 'max', sql: '{TABLE}.created_at', description: 'When the latest order was placed' },
  },
};
