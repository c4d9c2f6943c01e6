import type { LookerRequest } from '../../looker/looker-request.js';
import type { WirePlan } from '../schema/inline-schema.js';
import { pageOf } from '../schema/paging.js';
import { isSafePathSegment, pathText } from '../schema/path-segment.js';
import type { Tool } from './tool.js';

const urlFilters = 'f';

type Arguments = Readonly<Record<string, unknown>>;

/**
 * The request to Looker that a tool call means. `args` must have passed `checkArguments`. Each path argument stays one
 * percent-encoded segment; throws a RangeError when one cannot be a segment (empty, "." or "..").
 */
export function buildRequest(tool: Tool, args: unknown): LookerRequest {
  const given: Arguments = { ...tool.requestPlan.defaults, ...asArguments(args) };
  const body = bodyOf(tool, given);
  const isText = tool.requestPlan.body.kind === 'text';
  return {
    verb: tool.operation.verb,
    path: pathOf(tool, given),
    query: queryOf(tool, given),
    ...(body !== undefined && (isText ? { text: String(body) } : { body })),
  };
}

function pathOf(tool: Tool, args: Arguments): string {
  return tool.operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = pathText(args[name]);
    if (!isSafePathSegment(value)) throw new RangeError(`${tool.name}: ${name} cannot be part of a path.`);
    return encodeURIComponent(value);
  });
}

function queryOf(tool: Tool, args: Arguments): Record<string, string> {
  const query: Record<string, string> = {};
  for (const name of tool.requestPlan.queryNames) {
    const value = args[name];
    if (value === undefined || value === null) continue;
    if (name === urlFilters) Object.assign(query, filterQuery(value));
    else query[name] = queryText(value);
  }
  const page = pageOf(tool, args);
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

function bodyOf(tool: Tool, args: Arguments): unknown {
  const { body, bodyWire } = tool.requestPlan;
  if (body.kind === 'none') return undefined;
  if (body.kind !== 'properties') return onWire(args.body, bodyWire);
  const own = Object.entries(body.names)
    .filter(([name]) => args[name] !== undefined)
    .map(([name, property]) => [property, args[name]]);
  if (own.length === 0 && !tool.operation.body?.required) return undefined;
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

function asArguments(args: unknown): Arguments {
  return typeof args === 'object' && args !== null ? { ...args } : {};
}
