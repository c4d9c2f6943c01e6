import { nearestNames } from '../catalogue/nearest-names.js';
import type { ArgumentProblem } from './argument-problems.js';

const DASHBOARD_FORMATS = ['wysiwyg_pdf', 'assembled_pdf', 'wysiwyg_png', 'inline_visualizations', 'csv_zip'] as const;
const LOOK_FORMATS = [
  'csv',
  'xlsx',
  'txt',
  'html',
  'inline_table',
  'json',
  'json_label',
  'json_detail',
  'json_detail_lite_stream',
  'json_bi',
  'inline_json',
  'wysiwyg_png',
] as const;

/** All formats of deliveries: Looker's list of what integrations take, and what it puts into the text of an email. */
export const DELIVERY_FORMATS: readonly string[] = [...new Set<string>([...DASHBOARD_FORMATS, ...LOOK_FORMATS])];

const TARGETS: readonly (readonly [argument: string, what: string, formats: readonly string[]])[] = [
  ['dashboard_id', 'a dashboard', DASHBOARD_FORMATS],
  ['lookml_dashboard_id', 'a dashboard', DASHBOARD_FORMATS],
  ['look_id', 'a Look', LOOK_FORMATS],
  ['query_id', 'a query', LOOK_FORMATS],
];

/** Which destinations ask for a format that Looker does not make of what is delivered. The arguments have passed their schema. */
export function deliveryProblems(given: ReadonlyMap<string, unknown>): ArgumentProblem[] {
  const destinations = given.get('scheduled_plan_destination');
  const target = TARGETS.find(([argument]) => (given.get(argument) ?? null) !== null);
  if (target === undefined || !Array.isArray(destinations)) return [];
  return destinations.flatMap(({ format }: { readonly format?: string }, index) => {
    const path = `scheduled_plan_destination.${index}.format`;
    const problem = format === undefined ? null : formatProblem(path, format, target[0]);
    return problem === null ? [] : [problem];
  });
}

/** What is wrong with a format of what the argument `content` names; null where Looker makes it. */
export function formatProblem(path: string, format: string, content: string): ArgumentProblem | null {
  const target = TARGETS.find(([argument]) => argument === content);
  if (target === undefined || target[2].includes(format)) return null;
  const [, what, formats] = target;
  const [near] = nearestNames(format, formats);
  return {
    path,
    message: `${path} "${format.slice(0, 100)}" is not a format of ${what}.`,
    suggestion: `${near === undefined ? '' : `Did you mean ${near}? `}One of: ${formats.join(', ')}.`,
  };
}
