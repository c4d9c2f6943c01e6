import { dateOfDay, timestampOf, weekdayOfDay } from './calendar.js';
import { states } from './places.js';
import { entryAt, integerBetween, pick, pickWeighted, randomFor } from './random.js';

export type UserRow = [
  id: number,
  firstName: string,
  lastName: string,
  email: string | null,
  gender: string,
  age: number,
  city: string,
  state: string,
  country: string,
  trafficSource: string,
  createdAt: string,
];

const topic = 1;
const signUpsByWeekday = [3, 2, 3, 3, 4, 4, 3];
const signUpsPerWeek = 22;
/** The fractional part of the golden ratio spreads successive users evenly over the states, in every window of days. */
const goldenStep = 0.618_033_988_749_895;

const firstNames = [
  ...['Ada', 'Ben', 'Carla', 'Daniel', 'Elena', 'Frank', 'Grace', 'Hugo', 'Irene', 'Jonas', 'Karin', 'Liam'],
  ...['Maya', 'Noah', 'Olga', 'Paul', 'Quinn', 'Rosa', 'Simon', 'Tara', 'Uma', 'Victor', 'Wendy', 'Yusuf'],
];
const lastNames = [
  ...['Adams', 'Baker', 'Castro', 'Dunn', 'Evans', 'Foster', 'Garcia', 'Hughes', 'Ibrahim', 'Jensen', 'Keller'],
  ...['Lopez', 'Meyer', 'Nguyen', 'Owens', 'Patel', 'Quist', 'Rossi', 'Silva', 'Turner', 'Vogel', 'Walker', 'Young'],
];
const trafficSources = [
  { name: 'Search', weight: 48 },
  { name: 'Organic', weight: 22 },
  { name: 'Email', weight: 14 },
  { name: 'Facebook', weight: 9 },
  { name: 'Display', weight: 7 },
];

/** How many users had signed up before this day; their ids are 1 to that number. */
export function usersBefore(dayNumber: number): number {
  const weekday = weekdayOfDay(dayNumber);
  const weeks = (dayNumber - weekday) / 7;
  return weeks * signUpsPerWeek + signUpsByWeekday.slice(0, weekday).reduce((sum, count) => sum + count, 0);
}

/** The users who signed up on one day. */
export function usersOfDay(dayNumber: number): UserRow[] {
  const random = randomFor(topic, dayNumber);
  const date = dateOfDay(dayNumber);
  const firstId = usersBefore(dayNumber) + 1;
  return Array.from({ length: entryAt(signUpsByWeekday, weekdayOfDay(dayNumber)) }, (_, index) => {
    const id = firstId + index;
    const firstName = pick(random, firstNames);
    const lastName = pick(random, lastNames);
    const state = pickWeighted((id * goldenStep) % 1, states);
    // One user in forty gave no address, so that filters on NULL have something to find.
    const email = random() < 0.025 ? null : `${firstName}.${lastName}.${id}@example.com`.toLowerCase();
    return [
      id,
      firstName,
      lastName,
      email,
      random() < 0.52 ? 'Female' : 'Male',
      integerBetween(random, 18, 75),
      pick(random, state.cities),
      state.name,
      'USA',
      pickWeighted(random(), trafficSources).name,
      timestampOf(date, integerBetween(random, 0, 86_399)),
    ];
  });
}
