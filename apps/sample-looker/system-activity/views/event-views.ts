import type { ViewModel } from '../../models/model-types.js';
import { counted, numbers, primaryKey, texts, times, yesnos } from './activity-fields.js';

export const eventView: ViewModel = {
  name: 'event',
  label: 'Event',
  table: 'event',
  dimensions: {
    ...primaryKey('Number of the event'),
    ...texts({ name: 'What happened, e.g. create_dashboard', category: 'What it is about, e.g. dashboard' }),
    ...numbers({ user_id: 'Who did it', sudo_user_id: 'Who acted as that user' }),
    ...yesnos({
      is_admin: 'Whether an administrator did it',
      is_api_call: 'Whether it was done by the API',
    }),
    is_looker_employee: { type: 'yesno', description: 'Whether Looker employs the user', sql: '1 = 0' },
  },
  dimensionGroups: times({ created: 'When it happened' }),
  measures: counted('Number of events'),
};

export const eventAttributeView: ViewModel = {
  name: 'event_attribute',
  label: 'Event Attribute',
  table: 'event_attribute',
  dimensions: {
    ...primaryKey('Number of the attribute'),
    ...texts({ name: 'Name of the attribute, e.g. dashboard_id', value: 'Its value' }),
    ...numbers({ event_id: 'Event it belongs to' }),
  },
  dimensionGroups: {},
  measures: counted('Number of attributes'),
};
