import { describe, expect, it } from 'vitest';
import { argumentFormats } from '../../src/tools/schema/argument-formats.js';
import { checkArguments } from '../../src/tools/schema/arguments.js';
import { toolNamed } from './tool-named.js';

const problem = (format: string, text: string) => argumentFormats[format]?.(text);

describe('a text that is longer than anything of its format', () => {
  it.each(Object.keys(argumentFormats))('is none of the format %s, and its length is told', (format) => {
    const text = { cron: '0 8 * * *', 'alert-cron': '0 8 * * *' }[format] ?? `looker_line::${'x'.repeat(2_000_000)}`;
    expect(problem(format, text.padEnd(1001))?.message).toMatch(/^has \d+ characters, and 1000 at most are allowed$/);
    expect(problem(format, text.slice(0, 1000))?.message ?? '').not.toContain('at most are allowed');
  });

  it('is not searched for a format', () => {
    const plan = { name: 'Daily', dashboard_id: '42', scheduled_plan_destination: [], crontab: '1,'.repeat(1_000_000) };
    const problems = checkArguments(toolNamed('create_a_looker_scheduled_plan'), plan);
    expect(problems.find(({ path }) => path === 'crontab')?.message).toMatch(
      /^crontab "(?:1,){29}1… has 2000000 characters, and 1000 at most are allowed\.$/,
    );
  });

  it('is no date and time, though it would be without the length', () => {
    const checkedSchema = { type: 'object', properties: { at: { type: 'string', format: 'date-time' } } };
    const problemsOf = (at: string) => checkArguments({ ...toolNamed('looker_users_me'), checkedSchema }, { at });
    const second = (digits: number) => `2024-01-31T08:00:00.${'1'.repeat(digits)}Z`;
    expect(problemsOf(second(900))).toEqual([]);
    expect(problemsOf(second(1_000)).map(({ path }) => path)).toEqual(['at']);
  });
});

describe('crontabs', () => {
  it.each([
    '0 8 * * *',
    '*/5 * * * *',
    '0 9 * * 1-5',
    '0,30 8-17/2 1,15 JAN-mar MON',
    '59 23 31 12 7',
    ' 0  8 * * SUN ',
  ])('"%s" is one', (text) => {
    expect(problem('cron', text)).toBeNull();
  });

  it.each([
    ['', 'needs five fields (minute hour day-of-month month day-of-week), not 0'],
    ['@daily', 'needs five fields (minute hour day-of-month month day-of-week), not 1'],
    ['0 0 8 * * ?', 'needs five fields (minute hour day-of-month month day-of-week), not 6'],
    ['60 8 * * *', 'has a wrong minute "60"'],
    ['0 24 * * *', 'has a wrong hour "24"'],
    ['0 8 0 * *', 'has a wrong day of month "0"'],
    ['0 8 * 13 *', 'has a wrong month "13"'],
    ['0 8 * * 8', 'has a wrong day of week "8"'],
    ['0 8 * * FUN', 'has a wrong day of week "FUN"'],
    ['0 8 ? * *', 'has a wrong day of month "?"'],
    ['0/15 * * * *', 'has a wrong minute "0/15"'],
    ['*/0 * * * *', 'has a wrong minute "*/0"'],
    ['30-10 * * * *', 'has a wrong minute "30-10"'],
    ['1, 8 * * *', 'has a wrong minute "1,"'],
    ['-5 8 * * *', 'has a wrong minute "-5"'],
  ])('"%s" %s', (text, message) => {
    expect(problem('cron', text)?.message.startsWith(message)).toBe(true);
    expect(problem('cron', text)?.suggestion).toContain('"0 8 * * *"');
  });

  it.each(['*/15 * * * *', '0,15,30,45 8-17 * * *', '0 9 * * *', '5 0,12 * * *'])('of an alert may be "%s"', (text) => {
    expect(problem('alert-cron', text)).toBeNull();
  });

  it.each(['* * * * *', '*/5 * * * *', '0,10 9 * * *', '0,50 * * * *', '0,50 0,23 * * *'])(
    'of an alert are at least 15 minutes apart, which "%s" is not',
    (text) => {
      expect(problem('cron', text)).toBeNull();
      expect(problem('alert-cron', text)?.message).toBe('must not run more often than every 15 minutes');
    },
  );
});

describe('time zones', () => {
  const right = [
    'UTC',
    'America/New_York',
    'Europe/London',
    'US/Pacific',
    'Asia/Kolkata',
    'Asia/Calcutta',
    'Etc/GMT+2',
  ];
  it.each([...right, 'America/Argentina/Buenos_Aires', 'EST', 'PST8PDT', 'GB'])('%s is one', (name) => {
    expect(problem('time-zone', name)).toBeNull();
  });

  it.each([
    ['america/new_york', '"America/New_York"'],
    ['New York', '"America/New_York"'],
    ['Europe/Berln', '"Europe/Berlin"'],
    ['utc', '"UTC"'],
    ['PST', 'E.g. "America/New_York"'],
    ['+01:00', 'E.g. "America/New_York"'],
    ['GMT+2', 'E.g. "America/New_York"'],
    ['Pacific Standard Time', 'E.g. "America/New_York"'],
    ['', 'E.g. "America/New_York"'],
  ])('"%s" is none, and %s is named', (text, suggestion) => {
    expect(problem('time-zone', text)?.suggestion).toContain(suggestion);
  });

  it('of a query may be that of the viewer, of a schedule not', () => {
    expect(problem('query-time-zone', 'user_timezone')).toBeNull();
    expect(problem('time-zone', 'user_timezone')).not.toBeNull();
  });
});

describe('types of destinations', () => {
  it.each(['email', 'webhook', 's3', 'sftp', 'looker-integration://1::slack_app'])('%s is one', (type) => {
    expect(problem('destination-type', type)).toBeNull();
  });

  it.each([
    ['mail', 'Did you mean email?'],
    ['slack', 'looker-integration://'],
    ['looker-integration://', 'looker-integration://'],
  ])('"%s" is none', (type, suggestion) => {
    expect(problem('destination-type', type)?.suggestion).toContain(suggestion);
  });
});

describe('the arguments with a format', () => {
  const destinations = [{ type: 'email', address: 'a@example.com', format: 'wysiwyg_pdf' }];
  const plan = { name: 'x', dashboard_id: '1', crontab: '0 8 * * *', scheduled_plan_destination: destinations };
  const alert = {
    comparison_type: 'LESS_THAN',
    cron: '0 9 * * *',
    destinations: [{ destination_type: 'EMAIL', email_address: 'a@example.com' }],
    field: { title: 'a', name: 'b' },
    owner_id: '1',
    threshold: 5,
    dashboard_element_id: '3',
  };

  it.each([
    ['create_a_looker_scheduled_plan', plan, { crontab: '0 8 * *' }, 'crontab'],
    ['create_a_looker_scheduled_plan', plan, { timezone: 'PST' }, 'timezone'],
    ['update_a_looker_scheduled_plan_by_id', { scheduled_plan_id: '1' }, { crontab: 'daily' }, 'crontab'],
    ['create_a_looker_alert', alert, { cron: '*/5 * * * *' }, 'cron'],
    ['looker_alerts_replace', { ...alert, alert_id: '1' }, { cron: '* * * * *' }, 'cron'],
    ['looker_query_run_inline', { model: 'm', view: 'v' }, { query_timezone: 'Berlin' }, 'query_timezone'],
    ['create_a_looker_dashboard', { title: 't', folder_id: '1' }, { query_timezone: 'Berlin' }, 'query_timezone'],
  ])('of %s are checked: %o %o', (name, right, wrong, path) => {
    const tool = toolNamed(name);
    expect(checkArguments(tool, right)).toEqual([]);
    expect(checkArguments(tool, { ...right, ...wrong }).map((found) => found.path)).toEqual([path]);
  });

  it('may be cleared by an update', () => {
    const tool = toolNamed('update_a_looker_scheduled_plan_by_id');
    expect(checkArguments(tool, { scheduled_plan_id: '1', crontab: null, datagroup: 'd' })).toEqual([]);
  });

  it('take the formats of what is delivered, whatever it is named by', () => {
    const tool = toolNamed('create_a_looker_scheduled_plan');
    const paths = (target: object, format: string) =>
      checkArguments(tool, {
        ...plan,
        dashboard_id: undefined,
        ...target,
        scheduled_plan_destination: [{ ...destinations[0], format }],
      }).map((found) => found.path);
    expect(paths({ look_id: '1' }, 'xlsx')).toEqual([]);
    expect(paths({ query_id: 1 }, 'inline_table')).toEqual([]);
    expect(paths({ lookml_dashboard_id: 'm::d' }, 'csv_zip')).toEqual([]);
    expect(paths({ look_id: '1' }, 'wysiwyg_pdf')).toEqual(['scheduled_plan_destination.0.format']);
    expect(paths({ lookml_dashboard_id: 'm::d' }, 'xlsx')).toEqual(['scheduled_plan_destination.0.format']);
  });
});
