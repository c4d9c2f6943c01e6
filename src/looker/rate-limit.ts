import { type StatedLimit, strictestFirst } from '../cache/rate-limit-answer.js';
import { isRecord } from '../values/is-record.js';
import { allSeconds, countOf, type HeaderValue, listMembers, secondsUntil } from './rate-limit-values.js';
import { sanitizedLine } from './sanitized-text.js';

/** What an answer says of how much may be asked: nothing that was not received. */
export interface LookerLimits {
  /** Whether it was a refusal for its rate (429). */
  readonly isExceeded: boolean;
  /** The strictest first; named `looker`, or `looker/<name>` where the answer names them. */
  readonly policies: readonly StatedLimit[];
  readonly retryAfterSeconds?: number;
}

interface ReceivedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, HeaderValue>>;
  readonly body: unknown;
}

type Headers = ReceivedAnswer['headers'];
/** A limit whose name, if it has one, is still in the words of the answer. */
type Received = Partial<StatedLimit>;

const POLICIES_MAX = 8;
const TEXT_CHARACTERS_MAX = 255;
const ABOUT_LIMITS = /rate-?limit|retry-after|call-limit/;

/** The families of plain headers, in the order in which they are believed: later ones mirror earlier ones. */
const PREFIXES = ['ratelimit', 'x-ratelimit', 'x-rate-limit', 'rate-limit'];
/** What gateways append to the names of one family to tell windows apart. */
const WINDOWS = [
  { suffix: '', name: undefined, windowSeconds: undefined },
  { suffix: '-requests', name: 'requests', windowSeconds: undefined },
  { suffix: '-second', name: 'second', windowSeconds: 1 },
  { suffix: '-minute', name: 'minute', windowSeconds: 60 },
  { suffix: '-hour', name: 'hour', windowSeconds: 3600 },
  { suffix: '-day', name: 'day', windowSeconds: 86_400 },
];
/** `<used>/<limit>` in one header. */
const USED_OF_LIMIT = ['x-shopify-shop-api-call-limit', 'x-api-call-limit'];
const RETRY_SECONDS = ['retry-after', 'x-ratelimit-retry-after', 'x-rate-limit-retry-after', 'x-retry-after'];
const RETRY_MILLISECONDS = ['retry-after-ms', 'x-ms-retry-after-ms'];

/** The fields that were received: an absent one is left out. */
function limitOf(fields: { readonly [Field in keyof StatedLimit]?: StatedLimit[Field] | undefined }): Received[] {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  const isStated = entries.some(([field]) => field !== 'policy' && field !== 'windowSeconds');
  return isStated ? [Object.fromEntries(entries)] : [];
}

/** `RateLimit: "default";r=50;t=30` with `RateLimit-Policy: "default";q=100;w=60` (draft-ietf-httpapi-ratelimit-headers). */
function structuredLimits(headers: Headers, nowMs: number): Received[] {
  const inRequests = ({ params }: { params: Readonly<Record<string, string>> }) =>
    params.qu === undefined || params.qu === 'requests';
  const rules = listMembers(headers['ratelimit-policy']).filter(({ params }) => params.q !== undefined);
  const states = listMembers(headers.ratelimit).filter(({ params }) => params.r !== undefined);
  const others = new Set(rules.filter((rule) => !inRequests(rule)).map(({ value }) => value));
  const names = new Set([...states, ...rules].map(({ value }) => value).filter((name) => !others.has(name)));
  return [...names].flatMap((policy) => {
    const rule = rules.find(({ value }) => value === policy)?.params ?? {};
    const state = states.find(({ value }) => value === policy)?.params ?? {};
    return limitOf({
      policy,
      quota: countOf(rule.q),
      windowSeconds: countOf(rule.w),
      remaining: countOf(state.r),
      resetSeconds: secondsUntil(state.t, nowMs),
    });
  });
}

/** `RateLimit: limit=100, remaining=50, reset=30`, as revision 07 of the draft has it. */
function dictionaryLimits(headers: Headers, nowMs: number): Received[] {
  const found = Object.fromEntries(listMembers(headers.ratelimit).map(({ value }) => value.split('=', 2)));
  const fields = { quota: countOf(found.limit), remaining: countOf(found.remaining) };
  const limits = limitOf({ ...fields, resetSeconds: secondsUntil(found.reset, nowMs) });
  return limits.length === 0 ? [] : withQuotaPolicies(limits, headers['ratelimit-policy']);
}

/** Adds the windows of `100;w=60, 1000;w=3600`, and the policies there that nothing else tells of. */
function withQuotaPolicies(limits: Received[], header: HeaderValue): Received[] {
  const policies = listMembers(header)
    .map(({ value, params }) => ({ quota: countOf(value), windowSeconds: countOf(params.w ?? params.window) }))
    .filter(({ quota, windowSeconds }) => quota !== undefined && windowSeconds !== undefined);
  const windowOf = ({ quota }: Received) => policies.find((policy) => policy.quota === quota)?.windowSeconds;
  const known = limits.flatMap((limit) => limitOf({ windowSeconds: windowOf(limit), ...limit }));
  const further = policies.filter(({ quota }) => !limits.some((limit) => limit.quota === quota));
  return [...known, ...further.flatMap(limitOf)];
}

/** `X-RateLimit-Limit`, `-Remaining` and `-Reset` under one prefix; several values are several limits, by their places. */
function plainLimits(prefix: string, headers: Headers, nowMs: number): Received[] {
  return WINDOWS.flatMap(({ suffix, name, windowSeconds }) => {
    const limitHeader = headers[`${prefix}-limit${suffix}`];
    const limits = listMembers(limitHeader).filter(({ params }) => (params.w ?? params.window) === undefined);
    const remaining = listMembers(headers[`${prefix}-remaining${suffix}`]);
    const resets = ['reset', 'reset-after'].flatMap((end) => allSeconds(headers[`${prefix}-${end}${suffix}`], nowMs));
    const resource = [headers[`${prefix}-resource`]].flat()[0];
    const places = Math.min(POLICIES_MAX, Math.max(limits.length, remaining.length, Math.min(1, resets.length)));
    const found = Array.from({ length: places }, (_, at) =>
      limitOf({
        policy: name ?? (places === 1 ? resource : undefined),
        windowSeconds,
        quota: countOf(limits[at]?.value),
        remaining: countOf(remaining[at]?.value),
        resetSeconds: resets[at] ?? (resets.length === 1 ? resets[0] : undefined),
      }),
    );
    return withQuotaPolicies(found.flat(), [limitHeader ?? [], headers[`${prefix}-policy${suffix}`] ?? []].flat());
  });
}

function usedOfLimit(headers: Headers): Received[] {
  return USED_OF_LIMIT.flatMap((name) => {
    const [used, quota] = String(headers[name] ?? '')
      .split('/', 2)
      .map(countOf);
    return used === undefined || quota === undefined ? [] : [{ quota, remaining: Math.max(0, quota - used) }];
  });
}

/** The details of Google's error model, `google.rpc.RetryInfo` and `google.rpc.ErrorInfo`, by the ends of their types. */
function googleDetail(body: unknown, type: string): Record<string, unknown> {
  const error = isRecord(body) && isRecord(body.error) ? body.error : {};
  const details = Array.isArray(error.details) ? error.details.slice(0, POLICIES_MAX).filter(isRecord) : [];
  return details.find((detail) => sanitizedLine(detail['@type'], TEXT_CHARACTERS_MAX).endsWith(type)) ?? {};
}

function googleQuota(body: unknown): Received[] {
  const { metadata } = googleDetail(body, 'google.rpc.ErrorInfo');
  if (!isRecord(metadata)) return [];
  const policy = typeof metadata.quota_limit === 'string' ? metadata.quota_limit : undefined;
  return limitOf({ policy, quota: countOf(sanitizedLine(metadata.quota_limit_value, TEXT_CHARACTERS_MAX)) });
}

/** The longest of the waits that were asked for. */
function retryAfter({ headers, body }: ReceivedAnswer, nowMs: number): number | undefined {
  const { retryDelay } = googleDetail(body, 'google.rpc.RetryInfo');
  const waits = [
    ...RETRY_SECONDS.flatMap((name) => allSeconds(headers[name], nowMs)),
    ...RETRY_MILLISECONDS.flatMap((name) => listMembers(headers[name])).map(({ value }) =>
      secondsUntil(`${value}ms`, nowMs),
    ),
    secondsUntil(sanitizedLine(retryDelay, TEXT_CHARACTERS_MAX), nowMs),
  ].filter((seconds) => seconds !== undefined);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** Names are strangers' text, and go into headers. */
function named(limits: readonly Received[]): StatedLimit[] {
  return limits.slice(0, POLICIES_MAX).map(({ policy, ...limit }, at) => {
    const ownName = policy !== undefined && /^[\w.:-]{1,64}$/.test(policy) ? policy : undefined;
    const name = ownName ?? (at === 0 ? undefined : String(at + 1));
    return { policy: name === undefined ? 'looker' : `looker/${name}`, ...limit };
  });
}

/**
 * Reads what an answer says of rate limits, in whatever form: Looker documents none of its own, and proxies and gateways before it
 * have theirs. What makes no sense counts as not received.
 * @param nowMs Unix time, with which moments are compared.
 * @returns undefined where nothing was said; a 429 always says something.
 */
export function readRateLimits(answer: ReceivedAnswer, nowMs: number): LookerLimits | undefined {
  const { headers, status, body } = answer;
  const isExceeded = status === 429;
  if (!isExceeded && !Object.keys(headers).some((name) => ABOUT_LIMITS.test(name))) return undefined;
  const sources = [
    () => structuredLimits(headers, nowMs),
    () => dictionaryLimits(headers, nowMs),
    ...PREFIXES.map((prefix) => () => plainLimits(prefix, headers, nowMs)),
    () => usedOfLimit(headers),
    () => (isExceeded ? googleQuota(body) : []),
  ];
  let found: Received[] = [];
  for (const source of sources) if (found.length === 0) found = source();
  const retryAfterSeconds = retryAfter(answer, nowMs);
  if (!isExceeded && found.length === 0 && retryAfterSeconds === undefined) return undefined;
  // A refusal without figures still counts as the limit that was exceeded.
  const policies = isExceeded && found.length === 0 ? [{ policy: 'looker' }] : strictestFirst(named(found));
  return { isExceeded, policies, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}
