import type { LookerRecord } from '../api.js';
import type { Content } from '../records/content-store.js';
import { daysBefore } from './seed-people.js';

const wholeLook = { require_results: false, require_no_results: false, require_change: false };

/** Schedules. One runs well, one never reaches its address, one belongs to somebody disabled, and one is switched off. */
const schedules: readonly (LookerRecord & { createdDaysAgo: number; changedDaysAgo: number })[] = [
  {
    ...{ name: 'Sales Overview every Monday', user_id: '1', dashboard_id: '7', crontab: '0 7 * * 1' },
    ...{ scheduled_plan_destination: [email('wysiwyg_pdf', 'finance-team@example.com')] },
    ...{ createdDaysAgo: 60, changedDaysAgo: 60 },
  },
  {
    ...{ name: 'Top States every Morning', user_id: '4', look_id: '1', crontab: '30 6 * * *', ...wholeLook },
    ...{ scheduled_plan_destination: [email('csv', 'states@reports.invalid')] },
    ...{ createdDaysAgo: 150, changedDaysAgo: 150 },
  },
  {
    ...{ name: 'Churn for Marketing', user_id: '10', dashboard_id: '17', crontab: '0 8 * * 3' },
    ...{ scheduled_plan_destination: [email('wysiwyg_png', 'marketing-team@example.com')] },
    ...{ createdDaysAgo: 400, changedDaysAgo: 400 },
  },
  {
    ...{ name: 'Orders by State, weekly', user_id: '6', dashboard_id: '21', crontab: '0 9 * * 5', enabled: false },
    ...{ scheduled_plan_destination: [email('wysiwyg_pdf', 'marketing-team@example.com')] },
    ...{ createdDaysAgo: 300, changedDaysAgo: 40 },
  },
];

/** `now` is what their times count back from. When each ran last is known from its crontab. */
export function seedSchedules(content: Content, now: Date): void {
  for (const { createdDaysAgo, changedDaysAgo, ...schedule } of schedules) {
    content.scheduledPlans.add({
      ...{ timezone: 'UTC', enabled: true, run_once: false, include_links: true, last_run_at: null },
      ...schedule,
      created_at: daysBefore(now, createdDaysAgo),
      updated_at: daysBefore(now, changedDaysAgo),
    });
  }
}

function email(format: string, address: string): LookerRecord {
  return { type: 'email', format, address };
}
