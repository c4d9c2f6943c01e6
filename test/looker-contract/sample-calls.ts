import type { JsonSchema } from '../../src/tools/catalogue/operation.js';
import type { Tool } from '../../src/tools/catalogue/tool.js';
import { mailAddressProblems } from '../../src/tools/schema/delivery-addresses.js';
import { deliveryProblems } from '../../src/tools/schema/delivery-formats.js';
import { type Choice, sampleValue, turnsOf } from './sample-values.js';

export type Arguments = Readonly<Record<string, unknown>>;

// A delivery is of one thing, and takes the formats of that thing.
const deliveredNames = ['dashboard_id', 'look_id', 'lookml_dashboard_id', 'query_id'];

/**
 * Calls of a tool, always the same: with what it requires only, once for each alternative of its required groups; with all its
 * arguments, until each of their values was there once; with ids as numbers; and with null wherever that is taken.
 */
export function sampleCalls(tool: Tool): Arguments[] {
  const all = Object.keys(tool.inputSchema.properties ?? {});
  const required = tool.inputSchema.required ?? [];
  const alternatives = Math.max(1, ...tool.requiredGroups.map((group) => group.length));
  const least = count(alternatives).map((turn) => {
    const chosen = tool.requiredGroups.map((group) => group[turn % group.length] ?? '');
    return sampleOf(tool, [...required, ...chosen], { turn, whole: false });
  });
  const turns = turnsOf('', tool.inputSchema, tool.checkedSchema);
  const whole = count(turns).flatMap((turn) =>
    withOneTarget(all).map((names) => sampleOf(tool, names, { turn, whole: true })),
  );
  const loose = [{ numericIds: true }, { nulls: true }].flatMap((more) =>
    withOneTarget(all).map((names) => sampleOf(tool, names, { turn: 0, whole: true, ...more })),
  );
  const calls = [...least, ...whole, ...loose].filter((args) => {
    const given = new Map(Object.entries(args));
    return deliveryProblems(given).length === 0 && mailAddressProblems(given).length === 0;
  });
  return [...new Map(calls.map((args) => [JSON.stringify(args), args])).values()];
}

function sampleOf(
  { inputSchema, checkedSchema, requiredGroups }: Tool,
  names: readonly string[],
  choice: Choice,
): Arguments {
  const grouped = requiredGroups.flat();
  const entries = names.map((name) => {
    const shown: JsonSchema = inputSchema.properties?.[name] ?? {};
    const nulls = choice.nulls === true && !grouped.includes(name);
    return [name, sampleValue(name, shown, checkedSchema.properties?.[name] ?? {}, { ...choice, nulls })];
  });
  return Object.fromEntries(entries);
}

function withOneTarget(names: readonly string[]): string[][] {
  const targets = deliveredNames.filter((name) => names.includes(name));
  if (!names.includes('scheduled_plan_destination') || targets.length === 0) return [[...names]];
  return targets.map((target) => names.filter((name) => name === target || !targets.includes(name)));
}

const count = (length: number): number[] => Array.from({ length }, (_, index) => index);
