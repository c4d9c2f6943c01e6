import { madeOf, type ResourceCase } from './resource-case.js';

const query = { model: 'ecommerce', view: 'orders', fields: ['orders.count'] };

/** What people save and arrange: folders, dashboards and what is on them, looks, boards, deliveries. */
export const contentResources: readonly ResourceCase[] = [
  {
    resource: 'folders',
    create: { name: 'Drafts {n}', parent_id: '1' },
    change: { name: 'Old drafts {n}' },
    search: { name: 'Old drafts%' },
  },
  {
    resource: 'dashboards',
    create: { title: 'Weekly numbers {n}', folder_id: madeOf('folders'), description: 'Every Monday' },
    change: { title: 'Monthly numbers {n}', description: 'Every first' },
    search: { title: 'Monthly numbers%' },
    shownInside: { folder_id: 'folder' },
  },
  {
    resource: 'dashboard_elements',
    create: { dashboard_id: madeOf('dashboards'), type: 'vis', title: 'Orders', query_id: madeOf('queries') },
    change: { title: 'All orders', note_text: 'Returns too' },
    search: { title: 'All orders' },
  },
  {
    resource: 'dashboard_filters',
    create: { dashboard_id: madeOf('dashboards'), name: 'Day', title: 'Day', type: 'date_filter' },
    change: { title: 'Days', default_value: '7 days', required: true },
  },
  {
    resource: 'dashboard_layouts',
    create: { dashboard_id: madeOf('dashboards'), type: 'newspaper' },
    change: { label: 'Wide', active: true },
  },
  { resource: 'dashboard_filter_states', create: { body: '{"Region":"West"}' }, read: { Region: 'West' } },
  {
    resource: 'looks',
    create: { title: 'Orders so far {n}', folder_id: madeOf('folders'), query_id: madeOf('queries') },
    change: { title: 'Orders until now {n}', description: 'All of them', public: true },
    search: { title: 'Orders until now%' },
    shownInside: { folder_id: 'folder' },
  },
  {
    resource: 'boards',
    create: { title: 'Start here {n}' },
    change: { title: 'Start right here {n}', description: 'For new people' },
    search: { title: 'Start right here%' },
  },
  {
    resource: 'board_sections',
    create: { board_id: madeOf('boards'), title: 'Every month' },
    change: { title: 'Each month', description: 'On the first' },
  },
  {
    resource: 'board_items',
    create: { board_section_id: madeOf('board_sections'), dashboard_id: madeOf('dashboards') },
    change: { use_custom_title: true, custom_title: 'The numbers' },
  },
  {
    resource: 'alerts',
    create: {
      dashboard_element_id: madeOf('dashboard_elements'),
      owner_id: '1',
      comparison_type: 'LESS_THAN',
      threshold: 100,
      cron: '0 9 * * *',
      field: { title: 'Orders', name: 'orders.count' },
      destinations: [{ destination_type: 'EMAIL', email_address: 'sam.sample@example.com' }],
    },
    change: { threshold: 50, is_public: true },
  },
  {
    resource: 'scheduled_plans',
    create: {
      name: 'Numbers by mail {n}',
      dashboard_id: madeOf('dashboards'),
      crontab: '0 9 * * 1',
      scheduled_plan_destination: [{ type: 'email', address: 'sam.sample@example.com', format: 'wysiwyg_pdf' }],
    },
    change: { crontab: '0 10 * * 1', enabled: false, include_dashboard_summary: true },
    search: { name: 'Numbers by mail%' },
  },
  {
    resource: 'content_favorites',
    create: { user_id: '1', content_metadata_id: madeOf('dashboards', 'content_metadata_id') },
    search: { user_id: '1' },
    unshown: ['content_metadata_id'],
  },
  {
    resource: 'content_metadata_accesses',
    create: {
      content_metadata_id: madeOf('folders', 'content_metadata_id'),
      permission_type: 'view',
      group_id: madeOf('groups'),
    },
    change: { permission_type: 'edit' },
  },
  {
    resource: 'themes',
    create: { name: 'Brand_{n}', settings: { background_color: '#ffffff' } },
    change: { end_at: '2030-01-01T00:00:00Z', settings: { background_color: '#eeeeee' } },
    search: { name: 'Brand_%' },
  },
  {
    resource: 'color_collections',
    create: {
      label: 'Brand colors {n}',
      categoricalPalettes: [{ label: 'Brand', type: 'Categorical', colors: ['#112233', '#445566'] }],
    },
    change: { label: 'Colors of the brand {n}' },
  },
  { resource: 'queries', create: query },
  {
    resource: 'query_tasks',
    create: { query_id: madeOf('queries'), result_format: 'json' },
    unshown: ['query_id', 'result_format'],
  },
  {
    resource: 'merge_queries',
    create: { source_queries: [{ query_id: madeOf('queries'), name: 'Orders', merge_fields: [] }] },
  },
];
