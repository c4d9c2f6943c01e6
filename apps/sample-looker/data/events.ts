import { dateOfDay, timestampOf, weekdayOfDay } from './calendar.js';
import { customerDays } from './orders.js';
import { entryAt, integerBetween, pick, pickWeighted, randomFor } from './random.js';
import { usersBefore } from './users.js';

export type EventRow = [
  id: number,
  userId: number,
  sessionId: string,
  eventType: string,
  browser: string,
  trafficSource: string,
  createdAt: string,
];

const topic = 4;
const visitsPerDay = 34;
const weekdayFactor = [1.04, 1.0, 0.99, 1.0, 1.02, 0.95, 0.97];
const steps = ['home', 'category', 'product', 'cart', 'purchase'];
const browsers = [
  { name: 'Chrome', weight: 58 },
  { name: 'Safari', weight: 24 },
  { name: 'Firefox', weight: 11 },
  { name: 'Edge', weight: 7 },
];
const trafficSources = ['Search', 'Organic', 'Email', 'Facebook', 'Display'];

/** What visitors did on one day: each visit is one session that walks from the home page towards a purchase. */
export function eventsOfDay(dayNumber: number): EventRow[] {
  const random = randomFor(topic, dayNumber);
  const date = dateOfDay(dayNumber);
  const newestUser = usersBefore(dayNumber);
  const oldestUser = usersBefore(dayNumber - customerDays) + 1;
  const visits = Math.round(visitsPerDay * entryAt(weekdayFactor, weekdayOfDay(dayNumber)) * (0.9 + 0.2 * random()));
  const events: EventRow[] = [];
  for (let visit = 0; visit < visits; visit += 1) {
    const userId = integerBetween(random, oldestUser, newestUser);
    const browser = pickWeighted(random(), browsers).name;
    const trafficSource = pick(random, trafficSources);
    const startSecond = integerBetween(random, 0, 84_000);
    // The product of two draws makes most visits short and few reach a purchase.
    const length = 1 + Math.floor(random() * random() * steps.length);
    for (let step = 0; step < length; step += 1) {
      const id = dayNumber * 10_000 + events.length;
      const sessionId = `${dayNumber}-${visit}`;
      const createdAt = timestampOf(date, startSecond + step * 97);
      events.push([id, userId, sessionId, entryAt(steps, step), browser, trafficSource, createdAt]);
    }
  }
  return events;
}
