import { dateOfDay, dayNumberOf, timestampOf } from '../../data/calendar.js';
import { integerBetween, pick, randomFor } from '../../data/random.js';
import type { ActivityRow } from '../activity-tables.js';
import { historyDays } from './seeded-history.js';

const topic = 102;
const firstDay = 20_000;
const idsPerDay = 50;
const people = [1, 2, 3, 4, 6, 11, 13, 14];
const administrator = 1;

interface Happening {
  name: string;
  category: string;
  userId: number;
  sudoUserId?: number;
  isApiCall?: boolean;
  attributes: Readonly<Record<string, string>>;
}

/** What administrators and editors did on fixed days. */
const happenings: readonly (Happening & { everyDays: number })[] = [
  { everyDays: 3, name: 'update_dashboard', category: 'dashboard', userId: 4, attributes: { dashboard_id: '7' } },
  { everyDays: 7, name: 'create_look', category: 'look', userId: 2, attributes: { look_id: '1' } },
  { everyDays: 9, name: 'update_user', category: 'user', userId: administrator, attributes: { user_id: '5' } },
  { everyDays: 11, name: 'set_role_users', category: 'role', userId: administrator, attributes: { role_id: '3' } },
  {
    everyDays: 13,
    name: 'update_scheduled_plan',
    category: 'scheduled_plan',
    userId: 1,
    attributes: { scheduled_plan_id: '1' },
  },
  {
    ...{ everyDays: 15, name: 'login', category: 'session', userId: 13, sudoUserId: administrator, isApiCall: true },
    attributes: { type: 'sudo' },
  },
];

/** Logins and changes of the ninety days before `today`, each a function of its own day. */
export function seededEvents(today: string): { events: ActivityRow[]; attributes: ActivityRow[] } {
  const last = dayNumberOf(today) - 1;
  const days = Array.from({ length: historyDays }, (_, index) => last - historyDays + 1 + index).map(eventsOfDay);
  return { events: days.flatMap((day) => day.events), attributes: days.flatMap((day) => day.attributes) };
}

function eventsOfDay(day: number): { events: ActivityRow[]; attributes: ActivityRow[] } {
  const random = randomFor(topic, day);
  const today = [
    ...Array.from({ length: 5 }, () => signIn(pick(random, people))),
    { name: 'login', category: 'session', userId: administrator, isApiCall: true, attributes: { type: 'api3' } },
    ...happenings.filter(({ everyDays }) => day % everyDays === 0),
  ] satisfies Happening[];
  const base = (day - firstDay) * idsPerDay;
  const events = today.map(
    (happening: Happening, index): ActivityRow => ({
      id: base + index,
      name: happening.name,
      category: happening.category,
      created_at: timestampOf(dateOfDay(day), integerBetween(random, 6 * 3_600, 20 * 3_600)),
      user_id: happening.userId,
      sudo_user_id: happening.sudoUserId ?? null,
      is_admin: happening.userId === administrator ? 1 : 0,
      is_api_call: happening.isApiCall === true ? 1 : 0,
    }),
  );
  const attributes = today.flatMap(({ attributes: of }, index) =>
    Object.entries(of).map(([name, value]): ActivityRow => ({ id: base + index, event_id: base + index, name, value })),
  );
  return { events, attributes };
}

function signIn(userId: number): Happening {
  return { name: 'login', category: 'session', userId, attributes: { type: 'email' } };
}
