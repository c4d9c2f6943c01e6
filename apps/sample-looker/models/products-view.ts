import type { ViewModel } from './model-types.js';

export const productsView: ViewModel = {
  name: 'products',
  label: 'Products',
  table: 'products',
  dimensions: {
    id: { type: 'number', label: 'ID', description: 'Number of the product', primaryKey: true, valueFormatName: 'id' },
    name: { type: 'string', description: 'Name of the product' },
    category: { type: 'string', description: 'Category the product is sold in' },
    brand: { type: 'string', description: 'Brand of the product' },
    department: { type: 'string', description: 'Department of the shop' },
    retail_price: { type: 'number', description: 'List price, before discounts', valueFormatName: 'usd' },
    cost: { type: 'number', description: 'What the shop pays for the product', valueFormatName: 'usd' },
  },
  dimensionGroups: {},
  measures: {
    count: { type: 'count', description: 'Number of products' },
    count_of_brands: { type: 'count_distinct', sql: '{brand}', description: 'Number of brands' },
    average_retail_price: {
      type: 'average',
      sql: '{retail_price}',
      description: 'Average list price',
      valueFormatName: 'usd',
    },
  },
};
