import { allTimeframes, type ViewModel } from './model-types.js';

export const usersView: ViewModel = {
  name: 'users',
  label: 'Users',
  table: 'users',
  dimensions: {
    id: { type: 'number', label: 'ID', description: 'Number of the customer', primaryKey: true, valueFormatName: 'id' },
    first_name: { type: 'string', description: 'Given name of the customer' },
    last_name: { type: 'string', description: 'Family name of the customer' },
    name: {
      type: 'string',
      description: 'Full name of the customer',
      sql: "{first_name} || ' ' || {last_name}",
    },
    email: { type: 'string', description: 'E-mail address; empty when the customer gave none', tags: ['email'] },
    gender: { type: 'string', description: 'Gender the customer stated' },
    age: { type: 'number', description: 'Age in years' },
    is_over_forty: { type: 'yesno', description: 'Whether the customer is older than forty', sql: '{age} > 40' },
    city: { type: 'string', description: 'City of the shipping address' },
    state: { type: 'string', description: 'State of the shipping address, written in full' },
    country: { type: 'string', description: 'Country of the shipping address' },
    traffic_source: { type: 'string', description: 'What brought the customer to the shop the first time' },
  },
  dimensionGroups: {
    created: { column: 'created_at', description: 'When the customer signed up', timeframes: allTimeframes },
  },
  measures: {
    count: { type: 'count', description: 'Number of customers' },
    average_age: {
      type: 'average',
      sql: '{age}',
      description: 'Average age of the customers',
      valueFormatName: 'decimal_1',
    },
    youngest_age: { type: 'min', sql: '{age}', description: 'Age of the youngest customer' },
    oldest_age: { type: 'max', sql: '{age}', description: 'Age of the oldest customer' },
    count_of_states: { type: 'count_distinct', sql: '{state}', description: 'Number of states customers live in' },
  },
};
