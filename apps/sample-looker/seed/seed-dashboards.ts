import type { LookerRecord } from '../api.js';
import { addToLayout } from '../content/dashboard-elements.js';
import { addDashboard } from '../content/dashboards.js';
import type { Content } from '../records/content-store.js';
import { daysBefore } from './seed-people.js';

interface Tile {
  id: string;
  title: string;
  query: LookerRecord;
  chart: string;
  /** Which field hears which filter of the dashboard, by the filter's name. */
  listens?: Readonly<Record<string, string>>;
}
interface DashboardSeed {
  id: string;
  title: string;
  description: string;
  folderId: string;
  ownerId: string;
  viewCount: number;
  tiles: readonly Tile[];
}

const seeds: readonly DashboardSeed[] = [
  {
    id: '7',
    title: 'Sales Overview',
    description: 'Revenue by product category and month',
    folderId: '15',
    ownerId: '4',
    viewCount: 812,
    tiles: [
      {
        id: '105',
        listens: { Date: 'order_items.created_date' },
        title: 'Revenue',
        chart: 'single_value',
        query: {
          model: 'sales',
          view: 'order_items',
          fields: ['order_items.total_revenue'],
          filters: { 'order_items.created_date': '7 days' },
        },
      },
      {
        id: '106',
        listens: { Date: 'order_items.created_date' },
        title: 'Revenue by Category, Last 30 Days',
        chart: 'looker_bar',
        query: {
          model: 'sales',
          view: 'order_items',
          fields: ['products.category', 'order_items.total_revenue'],
          filters: { 'order_items.created_date': '30 days' },
          sorts: ['order_items.total_revenue desc'],
        },
      },
      {
        id: '107',
        title: 'Revenue by Month',
        chart: 'looker_line',
        query: {
          model: 'sales',
          view: 'order_items',
          fields: ['order_items.created_month', 'order_items.total_revenue', 'order_items.margin_share'],
          filters: { 'order_items.created_date': '12 months' },
        },
      },
    ],
  },
  {
    id: '17',
    title: 'Customer Churn',
    description: 'Cancelled orders and customers who still buy, month by month',
    folderId: '16',
    ownerId: '6',
    viewCount: 431,
    tiles: [
      {
        id: '110',
        title: 'Cancelled Share of Orders',
        chart: 'looker_line',
        query: {
          model: 'ecommerce',
          view: 'orders',
          fields: ['orders.created_month', 'orders.cancelled_share', 'orders.count'],
          filters: { 'orders.created_date': '12 months' },
        },
      },
      {
        id: '111',
        title: 'Customers Who Ordered',
        chart: 'looker_column',
        query: {
          model: 'ecommerce',
          view: 'orders',
          fields: ['orders.created_month', 'orders.count_of_customers'],
          filters: { 'orders.created_date': '12 months' },
        },
      },
    ],
  },
  {
    id: '21',
    title: 'Orders by State',
    description: 'Where orders come from',
    folderId: '1',
    ownerId: '2',
    viewCount: 265,
    tiles: [
      {
        id: '120',
        title: 'Top Ten States',
        chart: 'looker_bar',
        query: {
          model: 'ecommerce',
          view: 'orders',
          fields: ['users.state', 'orders.count'],
          sorts: ['orders.count desc'],
          limit: '10',
        },
      },
      {
        id: '121',
        title: 'Orders by State and Status',
        chart: 'looker_grid',
        query: {
          model: 'ecommerce',
          view: 'orders',
          fields: ['users.state', 'orders.status', 'orders.count'],
          pivots: ['orders.status'],
          sorts: ['users.state'],
          limit: '20',
        },
      },
    ],
  },
  {
    id: '42',
    title: 'Daily Active Users',
    description: 'How many different users were on the web site, day by day',
    folderId: '14',
    ownerId: '1',
    viewCount: 1502,
    tiles: [
      {
        id: '130',
        title: 'Daily Active Users',
        chart: 'single_value',
        query: {
          model: 'ecommerce',
          view: 'events',
          fields: ['events.created_date', 'events.daily_active_users'],
          filters: { 'events.created_date': '30 days' },
          sorts: ['events.created_date desc'],
        },
      },
      {
        id: '131',
        title: 'Visits and Purchases',
        chart: 'looker_line',
        query: {
          model: 'ecommerce',
          view: 'events',
          fields: ['events.created_date', 'events.session_count', 'events.purchase_count'],
          filters: { 'events.created_date': '30 days' },
        },
      },
    ],
  },
];

export function seedDashboards(content: Content, now: Date): void {
  for (const seed of seeds) {
    const at = daysBefore(now, 200);
    addDashboard(content, {
      id: seed.id,
      title: seed.title,
      description: seed.description,
      folder_id: seed.folderId,
      user_id: seed.ownerId,
      view_count: seed.viewCount,
      created_at: at,
      updated_at: at,
    });
    for (const tile of seed.tiles) addTile(content, seed.id, tile);
  }
  content.dashboardFilters.add({
    dashboard_id: '7',
    name: 'Date',
    title: 'Date',
    type: 'field_filter',
    default_value: '30 days',
    model: 'sales',
    explore: 'order_items',
    dimension: 'order_items.created_date',
    row: 0,
    listens_to_filters: [],
    allow_multiple_values: true,
    required: false,
  });
}

function addTile(content: Content, dashboardId: string, tile: Tile): void {
  const query = seedQuery(content, { ...tile.query, vis_config: { type: tile.chart } });
  addToLayout(
    content,
    content.dashboardElements.add({
      id: tile.id,
      dashboard_id: dashboardId,
      title: tile.title,
      type: 'vis',
      query_id: query,
      ...listening(tile),
    }),
  );
}

function listening({ listens, query }: Tile): LookerRecord {
  if (listens === undefined) return {};
  const listen = Object.entries(listens).map(([name, field]) => ({ dashboard_filter_name: name, field }));
  return { result_maker: { filterables: [{ model: query.model, view: query.view, name: null, listen }] } };
}

/** Adds a stored query and answers its id; the slug is fixed so that every start has the same. */
export function seedQuery(content: Content, query: LookerRecord): string {
  const number = content.queries.all().length + 1;
  return content.queries.add({ limit: '500', ...query, slug: `sampleQuery${String(number).padStart(11, '0')}` }).id;
}
