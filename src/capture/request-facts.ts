import type { IncomingHttpHeaders } from 'node:http';
import type { CapturedFact } from './captured-message.js';
import { facts } from './captured-message.js';
import { joined, knownAmong, knownText, numberText, ownText, type SafeText, versionText } from './safe-text.js';

/** Headers whose being there says something of a connection. Of others it is kept how many there were, and not their names. */
const HEADERS = [
  ...['host', 'authorization', 'content-type', 'content-length', 'transfer-encoding', 'accept', 'accept-encoding'],
  ...['accept-language', 'user-agent', 'origin', 'referer', 'cookie', 'connection', 'cache-control', 'if-none-match'],
  ...['mcp-protocol-version', 'mcp-session-id', 'mcp-method', 'mcp-name', 'last-event-id', 'traceparent'],
  ...['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'forwarded', 'via', 'cf-connecting-ip', 'x-real-ip'],
  ...['sec-fetch-mode', 'sec-fetch-site', 'sec-fetch-dest'],
];
const MEDIA_TYPES = [
  ...['application/json', 'text/event-stream', 'application/x-www-form-urlencoded', 'text/html', 'text/plain'],
  ...['application/*', 'text/*', '*/*'],
];
const PRODUCTS = [
  ...['Claude-User', 'claude-code', 'Claude', 'ChatGPT-User', 'openai-mcp', 'codex', 'Cursor', 'Code', 'mcp-remote'],
  ...[
    'node',
    'node-fetch',
    'undici',
    'axios',
    'Bun',
    'Deno',
    'python-httpx',
    'python-requests',
    'aiohttp',
    'Go-http-client',
  ],
  ...[
    'Java-http-client',
    'okhttp',
    'reqwest',
    'curl',
    'PostmanRuntime',
    'insomnia',
    'Mozilla',
    'looker-mcp-gateway-doctor',
  ],
];
const METHODS = ['GET', 'POST', 'DELETE', 'PUT', 'PATCH', 'HEAD', 'OPTIONS'];

/** What a credential is by what it begins with: never more of it. */
const TOKENS = [
  [/^lmg_api_/, 'API token'],
  [/^lmg_url_/, 'token of a URL'],
  [/^lmg_/, 'another credential of a gateway'],
  [/^eyJ[\w-]+\.[\w-]+\./, 'signed token'],
] as const;

const mediaTypeOf = (value: string) => value.split(';')[0]?.trim().toLowerCase() ?? '';

/** The media type of a body. */
export const mediaType = (value: string | undefined): SafeText | undefined =>
  value === undefined ? undefined : knownText(mediaTypeOf(value), MEDIA_TYPES);

function authorization(value: string | undefined): SafeText | undefined {
  if (value === undefined) return undefined;
  const [scheme = '', token = ''] = value.split(/\s+/);
  const kind = TOKENS.find(([beginning]) => beginning.test(token))?.[1] ?? 'another token';
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return joined([ownText('Bearer'), ownText(kind)], ', ');
    case 'basic':
      return ownText('Basic');
    default:
      return ownText('another scheme');
  }
}

/** The program that a User-Agent names first (RFC 9110, 10.1.5), where it is one that is known. */
function product(userAgent: string | undefined): SafeText | undefined {
  if (userAgent === undefined) return undefined;
  const [, name = '', version] = /^([^\s/]+)(?:\/(\S+))?/.exec(userAgent) ?? [];
  const known = knownText(
    PRODUCTS.find((each) => each.toLowerCase() === name.toLowerCase()),
    PRODUCTS,
  );
  return version === undefined ? known : joined([known, versionText(version)], '/');
}

/** The size of a body; undefined: there is none. */
export const bytesText = (bytes: number | undefined): SafeText | undefined =>
  bytes === undefined || !Number.isSafeInteger(bytes) ? undefined : numberText(bytes);

export const httpMethod = (method: string): SafeText => knownText(method, METHODS);

/**
 * What is kept of the headers of a request, and how large its body is.
 * @param bytes undefined: it has none.
 */
export const headerFacts = (headers: IncomingHttpHeaders, bytes: number | undefined): CapturedFact[] =>
  facts({
    headers: knownAmong(Object.keys(headers), HEADERS),
    authorization: authorization(headers.authorization),
    content_type: mediaType(headers['content-type']),
    accept:
      headers.accept === undefined ? undefined : knownAmong(headers.accept.split(',').map(mediaTypeOf), MEDIA_TYPES),
    user_agent: product(headers['user-agent']),
    bytes: bytesText(bytes),
  });
