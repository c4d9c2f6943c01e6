import type { ViewModel } from '../../models/model-types.js';
import { counted, measures, numbers, primaryKey, texts, tiers, times, yesnos } from './activity-fields.js';

export const dashboardView: ViewModel = {
  name: 'dashboard',
  label: 'Dashboard',
  table: 'dashboard',
  dimensions: {
    ...primaryKey('Number of the dashboard'),
    ...texts({ title: 'Title', description: 'Description', refresh_interval: 'How often it refreshes itself' }),
    ...numbers({ user_id: 'Who made it', folder_id: 'Folder it is in' }),
    ...yesnos({ moved_to_trash: 'Whether it is in the trash' }),
    deleted: { type: 'yesno', description: 'Whether it is in the trash', sql: '{TABLE}.moved_to_trash' },
    link: { type: 'string', description: 'Where it opens in Looker', sql: "'/dashboards/' || {TABLE}.id" },
  },
  dimensionGroups: times({
    created: 'When it was made',
    updated: 'When it was changed last',
    deleted: 'When it was moved to the trash',
  }),
  measures: counted('Number of dashboards'),
};

export const dashboardElementView: ViewModel = {
  name: 'dashboard_element',
  label: 'Dashboard Element',
  table: 'dashboard_element',
  dimensions: {
    ...primaryKey('Number of the tile'),
    ...texts({ title: 'Title', type: 'vis, text, …' }),
    ...numbers({ dashboard_id: 'Dashboard it is on', query_id: 'Its query', look_id: 'Its Look' }),
  },
  dimensionGroups: {},
  measures: {
    ...counted('Number of tiles'),
    count_text: { type: 'count', description: 'Number of tiles of text', filters: { type: 'text' } },
  },
};

export const lookView: ViewModel = {
  name: 'look',
  label: 'Look',
  table: 'look',
  dimensions: {
    ...primaryKey('Number of the Look'),
    ...texts({ title: 'Title', description: 'Description' }),
    ...numbers({ user_id: 'Who made it', folder_id: 'Folder it is in', query_id: 'Its query' }),
    ...yesnos({ moved_to_trash: 'Whether it is in the trash', public: 'Whether everybody with its address sees it' }),
    deleted: { type: 'yesno', description: 'Whether it is in the trash', sql: '{TABLE}.moved_to_trash' },
    link: { type: 'string', description: 'Where it opens in Looker', sql: "'/looks/' || {TABLE}.id" },
  },
  dimensionGroups: times({
    created: 'When it was made',
    updated: 'When it was changed last',
    deleted: 'When it was moved to the trash',
  }),
  measures: counted('Number of Looks'),
};

export const folderView: ViewModel = {
  name: 'folder',
  label: 'Folder',
  table: 'folder',
  dimensions: {
    ...primaryKey('Number of the folder'),
    ...texts({ name: 'Name of the folder' }),
    ...numbers({ parent_id: 'Folder it is in', creator_id: 'Who made it' }),
  },
  dimensionGroups: times({ created: 'When it was made' }),
  measures: counted('Number of folders'),
};

export const contentUsageView: ViewModel = {
  name: 'content_usage',
  label: 'Content Usage',
  table: 'content_usage',
  dimensions: {
    ...primaryKey('Number of the row'),
    ...texts({
      content_id: 'Number of the dashboard or Look, or the id of the LookML dashboard',
      content_type: 'dashboard or look',
      content_title: 'Title of the content',
    }),
    ...numbers({
      days_since_last_accessed: 'Days since anybody saw it; empty for what nobody ever saw',
      other_count: 'How often it was seen in Looker',
      api_count: 'How often it was run by the API',
      embed_count: 'How often it was seen embedded',
      favorite_count: 'Whose favorite it is',
      schedule_count: 'How often it was sent by a schedule',
      prefetch_count: 'How often it was run in advance',
      public_count: 'How often it was seen in public',
    }),
    total_count: {
      type: 'number',
      description: 'How often it was seen in all',
      sql: '{other_count} + {api_count} + {embed_count} + {schedule_count} + {prefetch_count} + {public_count}',
    },
    days_since_last_access_tiers: {
      type: 'string',
      description: 'Days since anybody saw it, in ranges',
      sql: tiers('{TABLE}.days_since_last_accessed', [0, 7, 14, 30, 60, 90]),
    },
    ...yesnos({
      dashboard_deleted: 'Whether it is a dashboard in the trash',
      look_deleted: 'Whether it is a Look in the trash',
    }),
  },
  dimensionGroups: times({ last_accessed: 'When anybody saw it last; empty for what nobody ever saw' }),
  measures: {
    content_count: { type: 'count', description: 'Number of dashboards and Looks' },
    ...measures('sum', {
      other_total: ['{other_count}', 'How often they were seen in Looker'],
      api_total: ['{api_count}', 'How often they were run by the API'],
      embed_total: ['{embed_count}', 'How often they were seen embedded'],
      favorites_total: ['{favorite_count}', 'How many favorites they are'],
      schedule_total: ['{schedule_count}', 'How often they were sent by a schedule'],
    }),
  },
};

export const fieldUsageView: ViewModel = {
  name: 'field_usage',
  label: 'Field Usage',
  table: 'field_usage',
  dimensions: {
    id: { type: 'number', label: 'ID', description: 'Number of the row', primaryKey: true, valueFormatName: 'id' },
    ...texts({
      model: 'Model of the explore',
      explore: 'Explore that has the field',
      view: 'View of the field',
      field: 'The field, as view.field',
    }),
    ...numbers({ times_used: 'How many runs of queries used it in this explore' }),
  },
  dimensionGroups: {},
  measures: {
    ...counted('Number of fields'),
    total_times_used: { type: 'sum', sql: '{times_used}', description: 'How many runs of queries used them' },
  },
};
