import { type Content, emptyContent } from '../records/content-store.js';
import { seedDashboards, seedQuery } from './seed-dashboards.js';
import { seedOperationsReport } from './seed-operations-report.js';
import { daysBefore, seedPeople } from './seed-people.js';
import { seedSchedules } from './seed-schedules.js';
import { seedSessions } from './seed-sessions.js';

/** What every instance begins with. Times count back from `today` (`YYYY-MM-DD`). */
export function seedContent(today: string): Content {
  const now = new Date(`${today}T00:00:00Z`);
  const content = emptyContent();
  seedPeople(content, now);
  seedSessions(content, now);
  seedFolders(content, now);
  seedDashboards(content, now);
  seedLooks(content, now);
  seedOperationsReport(content, now);
  seedBoard(content, now);
  seedSchedules(content, now);
  seedAlerts(content);
  return content;
}

function seedFolders(content: Content, now: Date): void {
  const created = { created_at: daysBefore(now, 500) };
  content.folders.add({ id: '1', name: 'Shared', parent_id: null, ...created });
  content.folders.add({ id: '2', name: 'Users', parent_id: null, ...created });
  content.folders.add({ id: 'lookml', name: 'LookML Dashboards', parent_id: null, ...created });
  for (const [id, userId] of [
    ['5', '1'],
    ['6', '2'],
    ['7', '4'],
  ] as const) {
    const user = content.users.get(userId);
    const name = `${user.first_name} ${user.last_name}`;
    content.folders.add({ id, name, parent_id: '2', personal_user_id: userId, creator_id: userId, ...created });
  }
  for (const [id, name] of [
    ['14', 'Executive'],
    ['15', 'Finance'],
    ['16', 'Marketing'],
  ] as const) {
    content.folders.add({ id, name, parent_id: '1', creator_id: '1', ...created });
  }
}

function seedLooks(content: Content, now: Date): void {
  const add = (
    look: { title: string; description: string; folder_id: string; user_id: string },
    query: Record<string, unknown>,
  ) => {
    const at = daysBefore(now, 120);
    content.looks.add({ ...look, query_id: seedQuery(content, query), created_at: at, updated_at: at, view_count: 40 });
  };
  add(
    { title: 'Top Ten States by Orders', description: 'Order count by state', folder_id: '1', user_id: '2' },
    {
      model: 'ecommerce',
      view: 'orders',
      fields: ['users.state', 'orders.count'],
      sorts: ['orders.count desc'],
      limit: '10',
    },
  );
  add(
    { title: 'Revenue by Brand', description: 'This quarter, best first', folder_id: '15', user_id: '4' },
    {
      model: 'sales',
      view: 'order_items',
      fields: ['products.brand', 'order_items.total_revenue'],
      filters: { 'order_items.created_date': 'this quarter' },
    },
  );
  add(
    { title: 'New Customers by Traffic Source', description: 'Last ninety days', folder_id: '16', user_id: '6' },
    {
      model: 'ecommerce',
      view: 'users',
      fields: ['users.traffic_source', 'users.count'],
      filters: { 'users.created_date': '90 days' },
    },
  );
}

function seedBoard(content: Content, now: Date): void {
  const created = { created_at: daysBefore(now, 90), updated_at: daysBefore(now, 90) };
  const board = content.boards.add({
    title: 'Company Metrics',
    description: 'Where to look first',
    user_id: '1',
    ...created,
  });
  const section = content.boardSections.add({ board_id: board.id, title: 'Every day', description: null, ...created });
  content.boardItems.add({ board_section_id: section.id, dashboard_id: '42' });
  content.boardItems.add({ board_section_id: section.id, dashboard_id: '7' });
  content.boardItems.add({ board_section_id: section.id, look_id: '1' });
}

function seedAlerts(content: Content): void {
  content.alerts.add({
    owner_id: '1',
    dashboard_element_id: '105',
    custom_title: 'Weekly revenue is low',
    comparison_type: 'LESS_THAN',
    threshold: 50_000,
    cron: '0 6 * * *',
    field: { title: 'Total Revenue', name: 'order_items.total_revenue', filter: [] },
    destinations: [{ destination_type: 'EMAIL', email_address: 'sam.sample@example.com' }],
    is_disabled: false,
    is_public: true,
  });
}
