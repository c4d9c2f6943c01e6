import { gzipSync } from 'node:zlib';
import type { ProxiedAnswer, ProxiedRequest, ProxyFault } from './faulty-proxy.js';

/** What a proxy does wrong, and what the doctor is to say of it. */
export interface PlantedFault extends ProxyFault {
  readonly name: string;
  readonly step: string;
  readonly says: RegExp;
  /** What clients get along without. */
  readonly isWarning?: true;
}

const RESOURCE = '/.well-known/oauth-protected-resource';
const ISSUER = '/.well-known/oauth-authorization-server';
const PAGE = '<!doctype html><html><head><title>Acme login</title></head><body></body></html>';

const page = (status = 200): ProxiedAnswer => ({ status, headers: { 'content-type': 'text/html' }, body: PAGE });
const plain = (status: number, headers = {}): ProxiedAnswer => ({ status, headers, body: '' });
const isMessage = ({ path, method }: ProxiedRequest) => path.startsWith('/mcp/') && method === 'POST';

/** An answer at one place with some members of its JSON set, or removed by undefined. */
const altered = (begin: string, members: Record<string, unknown>): ProxyFault => ({
  comes: (answer, { path }) =>
    path.startsWith(begin) && answer.status === 200
      ? { ...answer, body: JSON.stringify({ ...JSON.parse(String(answer.body)), ...members }) }
      : answer,
});

const withHeader = (name: string, value: string | undefined): ProxyFault => ({
  comes: (answer) => ({ ...answer, headers: { ...answer.headers, [name]: value } }),
});

const insteadAt = (begin: string, answer: ProxiedAnswer): ProxyFault => ({
  instead: ({ path }) => (path.startsWith(begin) ? answer : undefined),
});

const FIRST = 'First message (2025-11-25)';
const SERVER = 'Metadata of the server';
const AUTHORIZATION_SERVER = 'Metadata of the authorization server';

/** Before MCP servers that ask for nothing besides their URL. */
export const FAULTS_BEFORE_OPEN: readonly PlantedFault[] = [
  {
    ...{ name: 'a redirect that adds a slash', step: 'Connection', says: /slash at its end.*remove that redirect/ },
    instead: ({ path }) => (path.startsWith('/mcp/') ? plain(301, { location: `${path}/` }) : undefined),
  },
  {
    ...{
      name: 'a redirect to another host',
      step: 'Connection',
      says: /redirects to https:\/\/login\.acme\.example\//,
    },
    ...insteadAt('/mcp/', plain(302, { location: 'https://login.acme.example/' })),
  },
  { name: 'a server that is away', step: 'Connection', says: /answers 502.*start that/, instead: () => page(502) },
  {
    ...{ name: 'a wrong clock', step: 'Clock', says: /\d{3} seconds ahead of this machine.*NTP/ },
    ...withHeader('date', new Date(Date.now() + 600_000).toUTCString()),
  },
  {
    ...{ name: 'a login page', step: FIRST, says: /A web page “Acme login” .* let \/mcp pass/ },
    instead: (asked) => (isMessage(asked) ? page() : undefined),
  },
  {
    ...{ name: 'a login by HTTP Basic', step: FIRST, says: /login of the proxy stands in front \(basic, “Acme”\)/ },
    instead: (asked) => (isMessage(asked) ? plain(401, { 'www-authenticate': 'Basic realm="Acme"' }) : undefined),
  },
  {
    ...{ name: 'a 401 without a place to sign in', step: FIRST, says: /names no place to sign in/ },
    instead: (asked) => (isMessage(asked) ? plain(401) : undefined),
  },
  {
    ...{
      name: 'a path that loses its beginning',
      step: FIRST,
      says: /reaches the gateway with another path than \/mcp/,
    },
    arrives: ({ path }) => ({ path: path.replace(/^\/mcp/, '') }),
  },
  {
    ...{ name: 'plain text that is called gzip', step: FIRST, says: /marked as compressed \(gzip\) and does not open/ },
    comes: (answer, asked) =>
      isMessage(asked) ? { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' } } : answer,
  },
  {
    ...{ name: 'gzip that is called plain text', step: FIRST, says: /compressed, and no Content-Encoding says so/ },
    comes: (answer, asked) => (isMessage(asked) ? { ...answer, body: gzipSync(answer.body) } : answer),
  },
  {
    ...{
      name: 'a blocked user agent',
      step: 'User agents',
      says: /Claude \(User-Agent “Claude-User”\) are answered 403/,
    },
    instead: (asked) => (isMessage(asked) && asked.headers['user-agent'] === 'Claude-User' ? plain(403) : undefined),
  },
  {
    ...{ name: 'a sign-in that nobody asks for', step: 'No place to sign in', says: /have that address answer 404/ },
    ...insteadAt(RESOURCE, { ...plain(200), body: '{"authorization_servers":["https://a.example"]}' }),
  },
  {
    ...{ name: 'held back streams', step: 'Event streams', says: /held back on the way.*proxy_buffering off/ },
    isHoldingStreams: true,
  },
  {
    ...{ name: 'small bodies', step: 'A request of 1 MB', says: /too large \(413\).*client_max_body_size/ },
    instead: ({ body }) => (body.length > 1024 * 1024 ? page(413) : undefined),
  },
];

/** Before those at which people sign in. */
export const FAULTS_BEFORE_SIGN_IN: readonly PlantedFault[] = [
  {
    ...{ name: 'no WWW-Authenticate', step: FIRST, says: /no WWW-Authenticate header, though there is a place/ },
    ...withHeader('www-authenticate', undefined),
  },
  {
    ...{ name: 'a WWW-Authenticate without metadata', step: FIRST, says: /names no resource_metadata, though/ },
    comes: (answer) =>
      answer.status === 401
        ? { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Bearer realm="Acme"' } }
        : answer,
  },
  {
    ...{
      name: 'metadata at another place',
      step: SERVER,
      says: /The metadata is at .*protected-resource, and clients/,
    },
    instead: ({ path }) =>
      path === RESOURCE
        ? { ...plain(200), body: '{"resource":"https://a.example"}' }
        : path.startsWith(RESOURCE)
          ? plain(404)
          : undefined,
  },
  {
    ...{ name: 'no /.well-known', step: SERVER, says: /answered 404.*pass \/\.well-known\/ on/ },
    ...insteadAt('/.well-known', plain(404)),
  },
  {
    ...{ name: 'a login before /.well-known', step: SERVER, says: /A web page .* let \/\.well-known pass/ },
    ...insteadAt('/.well-known', page()),
  },
  {
    ...{
      name: 'another resource',
      step: SERVER,
      says: /takes itself for https:\/\/internal\.acme\.example.*PUBLIC_URL/,
    },
    ...altered(RESOURCE, { resource: 'https://internal.acme.example/mcp/1' }),
  },
  {
    ...{ name: 'a resource with a slash', step: SERVER, says: /names itself with a slash at the end/ },
    comes: (answer, { path }) => {
      if (!path.startsWith(RESOURCE)) return answer;
      const body = JSON.parse(String(answer.body));
      return { ...answer, body: JSON.stringify({ ...body, resource: `${body.resource}/` }) };
    },
  },
  {
    ...{ name: 'no authorization server', step: SERVER, says: /names no authorization_servers/ },
    ...altered(RESOURCE, { authorization_servers: [] }),
  },
  {
    ...{ name: 'another issuer', step: AUTHORIZATION_SERVER, says: /names itself .*internal.* make both the same/ },
    ...altered(ISSUER, { issuer: 'https://internal.acme.example' }),
  },
  {
    ...{ name: 'no S256', step: AUTHORIZATION_SERVER, says: /does not offer PKCE with S256/ },
    ...altered(ISSUER, { code_challenge_methods_supported: ['plain'] }),
  },
  {
    ...{ name: 'no public clients', step: AUTHORIZATION_SERVER, says: /let it name none in token_endpoint/ },
    ...altered(ISSUER, { token_endpoint_auth_methods_supported: ['client_secret_basic'] }),
  },
  {
    ...{ name: 'no client documents', step: AUTHORIZATION_SERVER, says: /client_id_metadata_document_supported/ },
    ...{ isWarning: true, ...altered(ISSUER, { client_id_metadata_document_supported: undefined }) },
  },
  {
    ...{ name: 'no way in for new clients', step: AUTHORIZATION_SERVER, says: /neither registers clients nor takes/ },
    ...altered(ISSUER, { client_id_metadata_document_supported: false, registration_endpoint: undefined }),
  },
  {
    ...{ name: 'a slow authorization server', step: AUTHORIZATION_SERVER, says: /did not answer within 10 seconds/ },
    instead: ({ path }) => (path.startsWith(ISSUER) ? null : undefined),
  },
  {
    ...{
      name: 'no aliases at the root',
      step: 'Authorization server at the root',
      says: /\/authorize is answered 404/,
    },
    ...{
      isWarning: true,
      instead: ({ path }) => (/^\/(authorize|token|register)/.test(path) ? plain(404) : undefined),
    },
  },
  {
    ...{ name: 'no CORS', step: 'Clients in web pages', says: /without Access-Control-Allow-Origin/ },
    ...{ isWarning: true, ...withHeader('access-control-allow-origin', undefined) },
  },
  {
    ...{
      name: 'no registration',
      step: 'Registration of a client',
      says: /refused \(403, “access_denied: Not here.”\)/,
    },
    ...insteadAt('/oauth/register', {
      ...plain(403),
      body: '{"error":"access_denied","error_description":"Not here."}',
    }),
  },
  {
    ...{ name: 'no page to sign in', step: 'Page to sign in', says: /Claude is refused .*\(403, “Acme login”\)/ },
    ...insteadAt('/oauth/sign-in', page(403)),
  },
  {
    ...{ name: 'lost forms', step: 'Token endpoint', says: /in the place of 400, invalid_grant/ },
    arrives: ({ path, body }) => ({ body: path === '/oauth/token' ? Buffer.alloc(0) : body }),
  },
  {
    ...{ name: 'tokens that may be kept', step: 'Token endpoint', says: /without Cache-Control: no-store/ },
    ...{ isWarning: true, ...withHeader('cache-control', undefined) },
  },
  {
    ...{ name: 'no Authorization', step: 'Authorization header', says: /Authorization header does not arrive/ },
    arrives: ({ headers: { authorization: _, ...headers } }) => ({ headers }),
  },
];
