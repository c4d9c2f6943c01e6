import { allTimeframes, type ViewModel } from './model-types.js';

export const eventsView: ViewModel = {
  name: 'events',
  label: 'Events',
  file: '//shop_events/events.view.lkml',
  table: 'events',
  dimensions: {
    id: { type: 'number', label: 'ID', description: 'Number of the event', primaryKey: true, valueFormatName: 'id' },
    user_id: { type: 'number', label: 'User ID', description: 'Who did it', valueFormatName: 'id' },
    session_id: { type: 'string', label: 'Session ID', description: 'Visit the event belongs to' },
    event_type: { type: 'string', description: 'home, category, product, cart or purchase' },
    browser: { type: 'string', description: 'Browser of the visitor' },
    traffic_source: { type: 'string', description: 'What brought the visitor this time' },
  },
  dimensionGroups: {
    created: { column: 'created_at', description: 'When it happened', timeframes: allTimeframes },
  },
  measures: {
    count: { type: 'count', description: 'Number of events' },
    daily_active_users: {
      type: 'count_distinct',
      sql: '{user_id}',
      label: 'Daily Active Users',
      description: 'Number of different users seen; group by created date to have it per day',
    },
    session_count: { type: 'count_distinct', sql: '{session_id}', description: 'Number of visits' },
    purchase_count: {
      type: 'count',
      description: 'Number of visits that ended in a purchase',
      filters: { event_type: 'purchase' },
    },
  },
};
