import type { LookerRequest } from '../../looker/looker-request.js';
import { isIdName, type WirePlan } from '../schema/inline-schema.js';
import { pageRequestOf } from '../schema/paging.js';
import { isSafePathSegment, pathText } from '../schema/path-segment.js';
import type { Args, Tool } from './tool.js';

const URL_FILTERS = 'f';

/**
 * The request to Looker that a call of an operation's tool means. `args` must have passed `checkArguments`. Each path argument
 * stays one percent-encoded segment; throws a RangeError when one cannot be a segment (empty, "." or "..").
 */
export function buildRequest(tool: Tool, args: unknown): LookerRequest {
  const { operation } = tool;
  if (operation === null) throw new Error(`${tool.name} has no operation of its own.`);
  const given: Args = { ...tool.requestPlan.defaults, ...asArguments(args) };
  const body = bodyOf(tool, given, operation.body?.required === true);
  const isText = tool.requestPlan.body.kind === 'text';
  return {
    verb: operation.verb,
    path: pathOf(tool, operation.path, given),
    query: queryOf(tool, given),
    ...(body !== undefined && (isText ? { text: String(body) } : { body })),
  };
}

function pathOf(tool: Tool, path: string, args: Args): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const ours = tool.requestPlan.pathNamesByLooker[name] ?? name;
    const value = pathText(args[ours]);
    if (!isSafePathSegment(value)) throw new RangeError(`${tool.name}: ${ours} cannot be part of a path.`);
    return encodeURIComponent(value);
  });
}

function queryOf(tool: Tool, args: Args): Record<string, string> {
  const query: Record<string, string> = {};
  for (const name of tool.requestPlan.queryNames) {
    const value = args[name];
    if (value === undefined || value === null) continue;
    if (name === URL_FILTERS) Object.assign(query, filterQuery(value));
    else query[name] = queryText(value);
  }
  const page = pageRequestOf(tool, args);
  if (page?.by === 'looker') {
    query.limit = String(page.limit);
    query.offset = String(page.offset);
  }
  return query;
}

// An explore URL spells each filter as a parameter of its own: f[users.state]=California.
function filterQuery(filters: object): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).map(([field, value]) => [`f[${field}]`, queryText(value)]));
}

// Looker reads lists in a query string as one comma-separated value.
function queryText(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function bodyOf(tool: Tool, args: Args, isRequired: boolean): unknown {
  const { body, bodyWire } = tool.requestPlan;
  if (body.kind === 'none') return undefined;
  if (body.kind !== 'properties') return onWire(args.body, bodyWire);
  const own = Object.entries(body.names)
    .filter(([name]) => args[name] !== undefined)
    .map(([name, property]) => [property, args[name]]);
  if (own.length === 0 && !isRequired) return undefined;
  return onWire(Object.fromEntries(own), bodyWire);
}

function onWire(value: unknown, plan: WirePlan | undefined): unknown {
  if (plan === undefined || value === null || value === undefined) return value;
  if (plan === 'text') return typeof value === 'number' ? String(value) : value;
  if (plan === 'json') return typeof value === 'string' ? value : JSON.stringify(value);
  if ('items' in plan) return Array.isArray(value) ? value.map((item) => onWire(item, plan.items)) : value;
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, onWire(inner, ownPlan(plan.properties, name))]);
  return Object.fromEntries(entries);
}

function ownPlan(plans: Readonly<Record<string, WirePlan>>, name: string): WirePlan | undefined {
  return Object.hasOwn(plans, name) ? plans[name] : undefined;
}

/** The arguments with their ids as texts, which callers may give as numbers. */
export const withTextIds = (args: Args): Args =>
  Object.fromEntries(Object.entries(args).map(([name, value]) => [name, isIdName(name) ? idText(value) : value]));

function idText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(idText);
  return typeof value === 'number' ? String(value) : value;
}

function asArguments(args: unknown): Args {
  return typeof args === 'object' && args !== null ? { ...args } : {};
}
