import type { LookerRecord } from '../api.js';
import { addToLayout } from '../content/dashboard-elements.js';
import { addDashboard } from '../content/dashboards.js';
import type { Content } from '../records/content-store.js';
import { daysBefore } from './seed-people.js';

interface Tile {
  id: string;
  title: string;
  chart: string;
  /** Model and explore are the dashboard's. */
  query: LookerRecord;
}
interface DashboardSeed {
  model: string;
  view: string;
  /** The ids of the tiles whose `field` hears the dashboard's filter `Date`. */
  hearing?: { ids: readonly string[]; field: string };
  tiles: readonly Tile[];
  properties: {
    id: string;
    title: string;
    description: string;
    folder_id: string;
    user_id: string;
    view_count: number;
  };
}

const tile = (id: string, title: string, chart: string, query: LookerRecord): Tile => ({ id, title, chart, query });
const soldAt = 'order_items.created_date';
const revenue = 'order_items.total_revenue';

const seeds: readonly DashboardSeed[] = [
  {
    properties: {
      id: '7',
      title: 'Sales Overview',
      description: 'Revenue by product category and month',
      folder_id: '15',
      user_id: '4',
      view_count: 812,
    },
    model: 'sales',
    view: 'order_items',
    hearing: { ids: ['105', '106'], field: soldAt },
    tiles: [
      tile('105', 'Revenue', 'single_value', { fields: [revenue], filters: { [soldAt]: '7 days' } }),
      tile('106', 'Revenue by Category, Last 30 Days', 'looker_bar', {
        fields: ['products.category', revenue],
        filters: { [soldAt]: '30 days' },
        sorts: [`${revenue} desc`],
      }),
      tile('107', 'Revenue by Month', 'looker_line', {
        fields: ['order_items.created_month', revenue, 'order_items.margin_share'],
        filters: { [soldAt]: '12 months' },
      }),
    ],
  },
  {
    properties: {
      id: '17',
      title: 'Customer Churn',
      description: 'Cancelled orders and customers who still buy, month by month',
      folder_id: '16',
      user_id: '6',
      view_count: 431,
    },
    model: 'ecommerce',
    view: 'orders',
    tiles: [
      tile('110', 'Cancelled Share of Orders', 'looker_line', {
        fields: ['orders.created_month', 'orders.cancelled_share', 'orders.count'],
        filters: { 'orders.created_date': '12 months' },
      }),
      tile('111', 'Customers Who Ordered', 'looker_column', {
        fields: ['orders.created_month', 'orders.count_of_customers'],
        filters: { 'orders.created_date': '12 months' },
      }),
    ],
  },
  {
    properties: {
      id: '21',
      title: 'Orders by State',
      description: 'Where orders come from',
      folder_id: '1',
      user_id: '2',
      view_count: 265,
    },
    model: 'ecommerce',
    view: 'orders',
    tiles: [
      tile('120', 'Top Ten States', 'looker_bar', {
        fields: ['users.state', 'orders.count'],
        sorts: ['orders.count desc'],
        limit: '10',
      }),
      tile('121', 'Orders by State and Status', 'looker_grid', {
        fields: ['users.state', 'orders.status', 'orders.count'],
        pivots: ['orders.status'],
        sorts: ['users.state'],
        limit: '20',
      }),
    ],
  },
  {
    properties: {
      id: '42',
      title: 'Daily Active Users',
      description: 'How many different users were on the web site, day by day',
      folder_id: '14',
      user_id: '1',
      view_count: 1502,
    },
    model: 'ecommerce',
    view: 'events',
    tiles: [
      tile('130', 'Daily Active Users', 'single_value', {
        fields: ['events.created_date', 'events.daily_active_users'],
        filters: { 'events.created_date': '30 days' },
        sorts: ['events.created_date desc'],
      }),
      tile('131', 'Visits and Purchases', 'looker_line', {
        fields: ['events.created_date', 'events.session_count', 'events.purchase_count'],
        filters: { 'events.created_date': '30 days' },
      }),
    ],
  },
];

export function seedDashboards(content: Content, now: Date): void {
  for (const seed of seeds) {
    const at = daysBefore(now, 200);
    addDashboard(content, { ...seed.properties, created_at: at, updated_at: at });
    for (const { id, title, chart, query } of seed.tiles) {
      const { model, view, hearing } = seed;
      const listen = [{ dashboard_filter_name: 'Date', field: hearing?.field }];
      const element = content.dashboardElements.add({
        id,
        dashboard_id: seed.properties.id,
        title,
        type: 'vis',
        query_id: seedQuery(content, { model, view, ...query, vis_config: { type: chart } }),
        ...(hearing?.ids.includes(id) && { result_maker: { filterables: [{ model, view, name: null, listen }] } }),
      });
      addToLayout(content, element);
    }
  }
  content.dashboardFilters.add({
    dashboard_id: '7',
    name: 'Date',
    title: 'Date',
    type: 'field_filter',
    default_value: '30 days',
    model: 'sales',
    explore: 'order_items',
    dimension: soldAt,
    row: 0,
    listens_to_filters: [],
    allow_multiple_values: true,
    required: false,
  });
}

/** Adds a stored query and answers its id; the slug is fixed so that every start has the same. */
export function seedQuery(content: Content, query: LookerRecord): string {
  const number = content.queries.all().length + 1;
  return content.queries.add({ limit: '500', ...query, slug: `sampleQuery${String(number).padStart(11, '0')}` }).id;
}
