import { LookerError } from '../../../looker/looker-error.js';
import { emailAddress } from '../../../values/email-address.js';
import { nearestNames } from '../../catalogue/nearest-names.js';
import type { ToolCall } from '../../catalogue/tool.js';
import { recordsOf } from '../../run/list-answer.js';
import { argumentFormats } from '../../schema/argument-formats.js';
import { notAnAddress } from '../../schema/delivery-addresses.js';
import { formatProblem } from '../../schema/delivery-formats.js';
import { lookerPath } from '../../schema/path-segment.js';
import type { ContentName, ScheduleArgs } from './schedule-arguments.js';

/** What a schedule sends. */
export interface ScheduledContent {
  readonly name: ContentName;
  readonly id: string;
}

/** Where each content is read, and which tool lists it. */
const READS: Readonly<Record<ContentName, readonly [path: string, fields: string, lists: string]>> = {
  dashboard_id: ['/dashboards', 'id,title,dashboard_filters(name,title)', 'list_dashboards'],
  lookml_dashboard_id: ['/dashboards', 'id,title,dashboard_filters(name,title)', 'list_lookml_dashboards'],
  look_id: ['/looks', 'id,title', 'list_looks'],
  query_id: ['/queries', 'id', 'query'],
};

/** What is wrong with arguments of a schedule that sends this content, each with what would be right; empty: nothing. */
export async function scheduleProblems(
  call: Pick<ToolCall, 'send'>,
  args: ScheduleArgs,
  content: ScheduledContent,
): Promise<string[]> {
  const [ofContent, ofDatagroup] = await Promise.all([
    contentProblems(call, args, content),
    args.datagroup === undefined ? [] : datagroupProblems(call, args.datagroup),
  ]);
  return [...textProblems(args), ...destinationProblems(args, content.name), ...ofContent, ...ofDatagroup];
}

function textProblems({ crontab, datagroup, timezone, recipients = [] }: ScheduleArgs): string[] {
  const formats = [
    ['crontab', 'cron', crontab],
    ['timezone', 'time-zone', timezone],
  ] as const;
  return [
    ...(crontab !== undefined && datagroup !== undefined ? ['Pass crontab or datagroup, not both.'] : []),
    ...formats.flatMap(([name, format, value]) => {
      const problem = value === undefined ? null : argumentFormats[format]?.(value);
      return problem == null ? [] : [`${name} "${value?.slice(0, 100)}" ${problem.message}. ${problem.suggestion}`];
    }),
    ...recipients
      .filter((recipient) => emailAddress(recipient) === undefined)
      .map((recipient) => notAnAddress('recipients:', recipient)),
  ];
}

function destinationProblems(
  { email_format: format, destinations = [] }: ScheduleArgs,
  content: ContentName,
): string[] {
  const wrongFormat = (path: string, given: string) => {
    const problem = formatProblem(path, given, content);
    return problem === null ? [] : [`${problem.message} ${problem.suggestion ?? ''}`.trim()];
  };
  return [
    ...(format === undefined ? [] : wrongFormat('email_format', format)),
    ...destinations.flatMap(({ type, address, format: given }, index) => {
      const path = `destinations.${index}`;
      const problem = argumentFormats['destination-type']?.(type);
      return [
        ...(problem == null ? [] : [`${path}.type "${type.slice(0, 100)}" ${problem.message}. ${problem.suggestion}`]),
        ...addressProblems(`${path}.address`, type, address),
        ...wrongFormat(`${path}.format`, given),
      ];
    }),
  ];
}

function addressProblems(path: string, type: string, address: string | undefined): string[] {
  if (!['email', 'webhook', 's3', 'sftp'].includes(type)) return [];
  if (address === undefined || address === '') return [`${path} is missing: where ${type} sends to.`];
  if (type === 'email') return emailAddress(address) === undefined ? [notAnAddress(path, address)] : [];
  const isUrl = type !== 'webhook' || /^https?:\/\/[^\s/]+/i.test(address);
  return isUrl
    ? []
    : [`${path} "${address.slice(0, 100)}" is not the address of a webhook, such as "https://example.com/hook".`];
}

/** Whether it is there, and has the filters that are named. */
async function contentProblems(
  call: Pick<ToolCall, 'send'>,
  { filters_string: filters }: ScheduleArgs,
  { name, id }: ScheduledContent,
): Promise<string[]> {
  const [path, fields, lists] = READS[name];
  try {
    const { body } = await call.send({ verb: 'GET', path: `${path}${lookerPath`/${id}`}`, query: { fields } });
    if (filters === undefined || path !== '/dashboards') return [];
    const known = recordsOf(recordsOf([body])[0]?.dashboard_filters);
    return filterProblems(filters, known);
  } catch (error) {
    if (error instanceof LookerError && error.status === 404)
      return [`${name} "${id.slice(0, 100)}": there is none that you can see. Look it up with ${lists}.`];
    throw error;
  }
}

function filterProblems(filters: string, known: readonly Readonly<Record<string, unknown>>[]): string[] {
  const names = known.map(({ title, name }) => String(title ?? name ?? ''));
  const taken = new Set(known.flatMap(({ title, name }) => [String(title ?? ''), String(name ?? '')]));
  const unknown = [...new URLSearchParams(filters.replace(/^\?/, '')).keys()].filter((name) => !taken.has(name));
  if (unknown.length === 0) return [];
  const said = unknown.slice(0, NAMED_MAX).map((name) => `"${name.slice(0, 100)}"`);
  const has = names.length === 0 ? 'it has no filters' : `it has ${names.map((name) => `"${name}"`).join(', ')}`;
  return [`filters_string names filters that the dashboard lacks: ${said.join(', ')}; ${has}.`];
}

const NAMED_MAX = 20;

/** Looker runs nothing for a datagroup that is not there, and says nothing of it. Who may not see datagroups is not kept from naming one. */
async function datagroupProblems(call: Pick<ToolCall, 'send'>, datagroup: string): Promise<string[]> {
  try {
    const { body } = await call.send({ verb: 'GET', path: '/datagroups', query: {} });
    const names = recordsOf(body).map(({ model_name: model, name }) => [`${model}::${name}`, String(name)] as const);
    if (names.flat().includes(datagroup)) return [];
    const [near] = nearestNames(datagroup, names.flat());
    const meant = near === undefined ? '' : ` Did you mean ${near}?`;
    return [`There is no datagroup "${datagroup.slice(0, 100)}".${meant} list_datagroups has them.`];
  } catch (error) {
    if (error instanceof LookerError && error.fault === 'refused') return [];
    throw error;
  }
}
