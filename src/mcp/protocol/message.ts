import type { IncomingHttpHeaders } from 'node:http';
import { isRecord } from '../../values/is-record.js';

/** The method of a JSON-RPC message; undefined where it has none. */
export const methodOf = (body: unknown): string | undefined =>
  isRecord(body) && typeof body.method === 'string' ? body.method : undefined;

/** Members of `params` that a client may leave out, and that some send as null then. */
const LEFT_OUT_AS_NULL = ['cursor', 'arguments', '_meta'];

/**
 * The message without the nulls that stand for "left out": `params`, its `cursor`, `arguments` and `_meta`, and what is null in
 * `_meta`, such as `progressToken`. Whatever is inside of arguments stays.
 */
export function withoutNulls(body: unknown): unknown {
  if (!isRecord(body) || !('params' in body)) return body;
  const { params, ...message } = body;
  if (params === null) return message;
  if (!isRecord(params)) return body;
  const kept = without(params, (name, value) => value === null && LEFT_OUT_AS_NULL.includes(name));
  if (!isRecord(kept._meta)) return { ...message, params: kept };
  const _meta = without(kept._meta, (_, value) => value === null);
  return { ...message, params: { ...kept, _meta } };
}

const without = (object: Readonly<Record<string, unknown>>, isLeftOut: (name: string, value: unknown) => boolean) =>
  Object.fromEntries(Object.entries(object).filter(([name, value]) => !isLeftOut(name, value)));

/** The id of the request that a body makes. */
export const requestIdOf = (body: unknown): unknown => (isRecord(body) ? body.id : undefined);

/** The id of the request that a body cancels (MCP 2025, `notifications/cancelled`). */
export const cancelledIdOf = (body: unknown): unknown =>
  isRecord(body) && methodOf(body) === 'notifications/cancelled' && isRecord(body.params)
    ? body.params.requestId
    : undefined;

/** The revision that has no `initialize`: each of its requests names it in `_meta`. */
const CURRENT_REVISION = '2026-07-28';
/** Those that a client opens with `initialize`, the newest first. */
const FIRST_REVISIONS = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'];
/** Until this one, the body of a request could be an array of messages. */
const LAST_WITH_BATCHES = '2025-03-26';

const VERSION_HEADER = 'mcp-protocol-version';
const METHOD_HEADER = 'mcp-method';
const NAME_HEADER = 'mcp-name';
const SINGLE_HEADERS = [VERSION_HEADER, METHOD_HEADER, NAME_HEADER, 'mcp-session-id'];

const VERSION_META = 'io.modelcontextprotocol/protocolVersion';
/** What `Mcp-Name` repeats, by method (MCP 2026-07-28, Streamable HTTP, "Standard Request Headers"). */
const NAMES: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

const VISIBLE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;
const ENCODED = /^=\?base64\?([A-Za-z0-9+/]*={0,2})\?=$/;

/** The headers of a request as its body has it, and what was put right: from a closed list, without any value. */
export interface RightHeaders {
  readonly headers: IncomingHttpHeaders;
  readonly corrections: readonly string[];
}

type Wanted = Readonly<Record<string, string | undefined>>;

/**
 * The protocol headers that fit the body, in the place of those that came. The body decides on the revision: `_meta` of
 * 2026-07-28 means that one, none means one that opens with `initialize`. Headers that are doubled, unknown or missing, or say
 * something else, are put right. The revision has servers refuse them; clients that send them are many, and nothing but
 * the body is acted upon here.
 */
export function rightHeaders(headers: IncomingHttpHeaders, body: unknown): RightHeaders {
  const singles = Object.fromEntries(SINGLE_HEADERS.map((name) => [name, valuesOf(headers[name])[0]]));
  const wanted: Wanted = { ...singles, ...wantedBy(body, valuesOf(headers[VERSION_HEADER])) };
  const corrections = SINGLE_HEADERS.flatMap((name) => correctionOf(name, headers[name], wanted[name]));
  const kept = Object.entries(headers).filter(([name]) => !SINGLE_HEADERS.includes(name));
  const right = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return { headers: Object.fromEntries([...kept, ...right]), corrections };
}

/** Whether a body may be an array of messages: in revisions before 2025-06-18, which is what a client that names none speaks. */
export function mayBatch(headers: IncomingHttpHeaders, opened: string | undefined): boolean {
  const [revision = opened ?? LAST_WITH_BATCHES] = valuesOf(headers[VERSION_HEADER]);
  return FIRST_REVISIONS.includes(revision) && revision <= LAST_WITH_BATCHES;
}

/** What the message wants to be said of it; nothing where its headers are as they should be, or do not matter. */
function wantedBy(body: unknown, versions: readonly string[]): Wanted {
  if (!isRecord(body)) return {};
  const claim = claimedRevision(body);
  if (claim === undefined) {
    const isNotice = body.id === undefined && typeof body.method === 'string';
    const known = isNotice ? [CURRENT_REVISION, ...FIRST_REVISIONS] : FIRST_REVISIONS;
    const version = versions.find((each) => known.includes(each));
    // What a notice of 2026-07-28 is about can be missing, but not differ.
    return version === CURRENT_REVISION
      ? { ...described(body), [VERSION_HEADER]: version }
      : { [VERSION_HEADER]: version };
  }
  return { ...described(body), [VERSION_HEADER]: typeof claim === 'string' ? sendable(claim) : undefined };
}

function described({ method, params }: Readonly<Record<string, unknown>>): Wanted {
  const field = typeof method === 'string' && Object.hasOwn(NAMES, method) ? NAMES[method] : undefined;
  const name = field !== undefined && isRecord(params) ? params[field] : undefined;
  return {
    [METHOD_HEADER]: typeof method === 'string' ? sendable(method) : undefined,
    [NAME_HEADER]: typeof name === 'string' ? encoded(name) : undefined,
  };
}

/** What a message says in `_meta` of its revision, as every request of 2026-07-28 does; undefined where it says nothing. */
export function claimedRevision(message: unknown): unknown {
  const params = isRecord(message) ? message.params : undefined;
  const meta = isRecord(params) ? params._meta : undefined;
  return isRecord(meta) ? meta[VERSION_META] : undefined;
}

function correctionOf(name: string, given: string | string[] | undefined, wanted: string | undefined): string[] {
  const values = valuesOf(given);
  if (values.length === 0) return wanted === undefined ? [] : [`${name} was missing`];
  const fits = values.every((each) => each === wanted || (wanted !== undefined && decoded(each) === decoded(wanted)));
  if (values.length > 1) return [`${name} was doubled`];
  return fits ? [] : [`${name} did not fit the body`];
}

/** Node joins the values of a header that came twice, and so do proxies (RFC 9110, 5.2). */
const valuesOf = (header: string | string[] | undefined): string[] =>
  [header ?? []]
    .flat()
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');

const sendable = (text: string) => (VISIBLE.test(text) ? text : undefined);

/** A value as a header may hold it (MCP 2026-07-28, Streamable HTTP, "Value Encoding"). */
const encoded = (text: string) =>
  VISIBLE.test(text) && !ENCODED.test(text) ? text : `=?base64?${Buffer.from(text).toString('base64')}?=`;

function decoded(value: string): string {
  const [, base64] = ENCODED.exec(value) ?? [];
  return base64 === undefined ? value : Buffer.from(base64, 'base64').toString();
}
