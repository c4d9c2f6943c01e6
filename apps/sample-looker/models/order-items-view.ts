import { allTimeframes, type ViewModel } from './model-types.js';

export const orderItemsView: ViewModel = {
  name: 'order_items',
  label: 'Order Items',
  table: 'order_items',
  dimensions: {
    id: { type: 'number', label: 'ID', description: 'Number of the line', primaryKey: true, valueFormatName: 'id' },
    order_id: { type: 'number', label: 'Order ID', description: 'Order the line belongs to', valueFormatName: 'id' },
    user_id: { type: 'number', label: 'User ID', description: 'Who placed the order', valueFormatName: 'id' },
    product_id: { type: 'number', label: 'Product ID', description: 'What was sold', valueFormatName: 'id' },
    sale_price: { type: 'number', description: 'Price after discount', valueFormatName: 'usd' },
    cost: { type: 'number', description: 'What the shop paid for it', valueFormatName: 'usd' },
    margin: {
      type: 'number',
      description: 'Sale price less cost',
      sql: '{sale_price} - {cost}',
      valueFormatName: 'usd',
    },
  },
  dimensionGroups: {
    created: { column: 'created_at', description: 'When the order was placed', timeframes: allTimeframes },
  },
  measures: {
    count: { type: 'count', description: 'Number of lines sold' },
    order_count: { type: 'count_distinct', sql: '{order_id}', description: 'Number of different orders' },
    total_revenue: {
      type: 'sum',
      sql: '{sale_price}',
      description: 'Sum of sale prices',
      valueFormatName: 'usd',
    },
    total_cost: { type: 'sum', sql: '{cost}', description: 'Sum of costs', valueFormatName: 'usd' },
    total_margin: { type: 'sum', sql: '{margin}', description: 'Revenue less cost', valueFormatName: 'usd' },
    average_sale_price: {
      type: 'average',
      sql: '{sale_price}',
      description: 'Average sale price',
      valueFormatName: 'usd',
    },
    margin_share: {
      type: 'number',
      sql: '{total_margin} / NULLIF({total_revenue}, 0)',
      description: 'Margin as a share of revenue',
      valueFormatName: 'percent_1',
    },
    lowest_sale_price: { type: 'min', sql: '{sale_price}', description: 'Lowest price', valueFormatName: 'usd' },
    highest_sale_price: { type: 'max', sql: '{sale_price}', description: 'Highest price', valueFormatName: 'usd' },
  },
};
