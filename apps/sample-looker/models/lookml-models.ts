import { eventsView } from './events-view.js';
import type { AccessFilterModel, ExploreModel, JoinModel, LookmlModel } from './model-types.js';
import { orderItemsView } from './order-items-view.js';
import { ordersView } from './orders-view.js';
import { productsView } from './products-view.js';
import { usersView } from './users-view.js';

/** Whoever has states for this attribute sees customers of those states, and what they ordered and did. */
const accessFilters: readonly AccessFilterModel[] = [{ field: 'users.state', userAttribute: 'allowed_states' }];

const itemUsers: JoinModel = {
  view: usersView,
  relationship: 'many_to_one',
  sqlOn: '{order_items.user_id} = {users.id}',
};
const itemProducts: JoinModel = {
  view: productsView,
  relationship: 'many_to_one',
  sqlOn: '{order_items.product_id} = {products.id}',
};
const itemJoins: readonly JoinModel[] = [
  { view: ordersView, relationship: 'many_to_one', sqlOn: '{order_items.order_id} = {orders.id}' },
  itemUsers,
  itemProducts,
];

const ecommerceExplores: readonly ExploreModel[] = [
  {
    name: 'orders',
    label: 'Orders',
    description: 'Orders and the customers who placed them',
    view: ordersView,
    joins: [{ view: usersView, relationship: 'many_to_one', sqlOn: '{orders.user_id} = {users.id}' }],
    accessFilters,
  },
  {
    name: 'order_items',
    label: 'Order Items',
    description: 'What was sold: one row for each line of an order',
    view: orderItemsView,
    joins: itemJoins,
    accessFilters,
  },
  {
    name: 'users',
    label: 'Users',
    description: 'Customers, and how often they ordered',
    view: usersView,
    joins: [{ view: ordersView, relationship: 'one_to_many', sqlOn: '{users.id} = {orders.user_id}' }],
    accessFilters,
  },
  { name: 'products', label: 'Products', description: 'The range of goods', view: productsView, joins: [] },
  {
    name: 'events',
    label: 'Events',
    description: 'What visitors did on the web site; daily active users come from here',
    view: eventsView,
    joins: [{ view: usersView, relationship: 'many_to_one', sqlOn: '{events.user_id} = {users.id}' }],
    accessFilters,
  },
];

const salesExplores: readonly ExploreModel[] = [
  {
    name: 'order_items',
    label: 'Order Items',
    description: 'Revenue by product, customer and day',
    view: orderItemsView,
    joins: itemJoins,
    accessFilters,
  },
  {
    name: 'sales',
    label: 'Sales',
    description: 'Revenue by product category',
    view: orderItemsView,
    joins: [itemProducts, { ...itemUsers, hidesFields: true }],
    accessFilters,
  },
];

export const lookmlModels: readonly LookmlModel[] = [
  {
    name: 'ecommerce',
    label: 'Ecommerce',
    projectName: 'sample_shop',
    connectionName: 'sample_warehouse',
    explores: ecommerceExplores,
  },
  {
    name: 'sales',
    label: 'Sales',
    projectName: 'sample_shop',
    connectionName: 'sample_warehouse',
    explores: salesExplores,
  },
];
