import { dateOfDay, dayNumberOf, timestampOf } from '../../data/calendar.js';
import { integerBetween, randomFor } from '../../data/random.js';
import type { ActivityRow } from '../activity-tables.js';
import { type Build, buildRows } from '../build-rows.js';
import { historyDays } from './seeded-history.js';

const topic = 103;
const firstDay = 20_000;
const idsPerDay = 50;
const idsPerBuild = 10;

/** The derived tables that were built each night; how often one fails, and why. */
const tables = [
  { model: 'ecommerce', view: 'orders', minutes: 4, failsEveryDays: 0, action: '', message: '' },
  {
    ...{ model: 'ecommerce', view: 'users', minutes: 11, failsEveryDays: 4, action: 'create sql error' },
    message: 'Unknown column "signup_channel" in field list',
  },
  {
    ...{ model: 'sales', view: 'order_items', minutes: 38, failsEveryDays: 10, action: 'trigger value error' },
    message: 'The trigger of the datagroup returned no value',
  },
];

/** The builds of the ninety days before `today`, each a function of its own day. */
export function seededBuilds(today: string): { events: ActivityRow[]; builds: ActivityRow[] } {
  const last = dayNumberOf(today) - 1;
  const days = Array.from({ length: historyDays }, (_, index) => last - historyDays + 1 + index);
  const rows = days.flatMap(buildsOfDay);
  return { events: rows.flatMap(({ events }) => events), builds: rows.flatMap(({ build }) => build) };
}

function buildsOfDay(day: number): { events: ActivityRow[]; build: ActivityRow[] }[] {
  const random = randomFor(topic, day);
  return tables.map((table, index) => {
    const fails = table.failsEveryDays > 0 && day % table.failsEveryDays === 0;
    const startedAt = Date.parse(`${timestampOf(dateOfDay(day), 2 * 3_600 + index * 1_800)}Z`.replace(' ', 'T'));
    const build: Build = {
      tid: `${table.model}-${table.view}-${day}`,
      ...{ model: table.model, view: table.view, context: 'prod', connection: 'sample_warehouse' },
      startedAt: new Date(startedAt),
      seconds: fails ? 2 : table.minutes * 60 + integerBetween(random, 0, 45),
      failure: fails ? { action: table.action, message: table.message } : null,
    };
    return buildRows(build, (day - firstDay) * idsPerDay + index * idsPerBuild);
  });
}
