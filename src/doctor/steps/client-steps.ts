import { createHash, randomBytes } from 'node:crypto';
import type { TimedAnswer } from '../../http/timed-exchange.js';
import { ask, askJson, transportFault } from '../ask.js';
import { readChallenge } from '../challenge.js';
import { firstRequest, INITIALIZE } from '../mcp-messages.js';
import { jsonObject } from '../metadata.js';
import { firstParagraphOf, isPage, pageTitleOf, shownText } from '../shown-text.js';
import {
  type DoctorContext,
  FaultFound,
  fault,
  learnedIssuer,
  type Outcome,
  ok,
  type Step,
  skipped,
  warning,
} from '../step.js';

const SIGN_IN = ['sign-in'] as const;
/** Where Claude takes codes, and how it is named where its metadata document is taken. */
const CALLBACK = 'https://claude.ai/api/mcp/auth_callback';
const CLAUDE_ID = 'https://claude.ai/oauth/mcp-oauth-client-metadata';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const REDIRECTS_MAX = 5;

const problemIn = ({ text, status }: Pick<TimedAnswer, 'text' | 'status'>): string => {
  const { error, error_description: description, message } = jsonObject(text) ?? {};
  const said = [error, description ?? message].filter((each) => typeof each === 'string').join(': ');
  return said === '' ? String(status) : `${status}, “${shownText(said, 300)}”`;
};

/** As clients do that are not known beforehand (RFC 7591). It leaves a client behind, as each of them does. */
export const REGISTRATION: Step = {
  name: 'Registration of a client',
  entries: SIGN_IN,
  run: async (context) => {
    const { registrationEndpoint } = learnedIssuer(context);
    if (registrationEndpoint === undefined) return skipped('Clients are known by their metadata documents alone.');
    const body = {
      client_name: 'Connection doctor',
      redirect_uris: [CALLBACK],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    };
    const answer = await askJson(context, registrationEndpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const clientId = jsonObject(answer.text)?.client_id;
    if (![200, 201].includes(answer.status) || typeof clientId !== 'string')
      return fault(
        `The registration of a client is refused (${problemIn(answer)}): let the authorization server register clients with the callback ${CALLBACK}.`,
      );
    return ok('A client that nobody knew could register itself.', { clientId });
  },
};

/** As far as it goes without a person: to a page that asks who it is. */
export const AUTHORIZE: Step = {
  name: 'Page to sign in',
  entries: SIGN_IN,
  run: async (context) => {
    const { clientId } = context.learned;
    const { authorizationEndpoint, areDocumentsTaken } = learnedIssuer(context);
    const ids = [...(areDocumentsTaken ? [CLAUDE_ID] : []), ...(clientId === undefined ? [] : [clientId])];
    let page = '';
    for (const id of ids) page = await signInPage(context, authorizationEndpoint, id);
    return ok(`People are asked to sign in${page}.`);
  },
};

async function signInPage(context: DoctorContext, endpoint: string, clientId: string): Promise<string> {
  const who = clientId === CLAUDE_ID ? 'Claude' : 'A client that registered itself';
  const { answer, leftFor } = await browse(context, authorizeUrl(context, endpoint, clientId));
  if (leftFor?.href.startsWith(CALLBACK)) throw new FaultFound(deniedFault(who, leftFor));
  if (leftFor !== undefined) return ` at ${leftFor.host}`;
  const isHtml = isPage(answer.text, answer.headers['content-type']);
  if (answer.status === 200 && isHtml) return titled(answer.text);
  const paragraph = isHtml ? firstParagraphOf(answer.text) : '';
  const shown = paragraph === '' ? pageTitleOf(answer.text) : paragraph;
  const said = isHtml ? `${answer.status}, “${shown}”` : problemIn(answer);
  const next =
    paragraph === '' ? 'look into the log of the authorization server' : 'do what its page says, or look into its log';
  throw new FaultFound(`${who} is refused before anybody can sign in (${said}): ${next}.`);
}

/** Where a browser ends, at the same origin or on its way to another. */
interface Browsed {
  readonly answer: TimedAnswer;
  readonly leftFor: URL | undefined;
}

async function browse(context: DoctorContext, begin: URL): Promise<Browsed> {
  let url = begin;
  const cookies = new Map<string, string>();
  for (let count = 0; count <= REDIRECTS_MAX; count += 1) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await ask(context, url, { headers: { accept: 'text/html', 'user-agent': BROWSER, cookie } });
    const { status, headers } = answer;
    for (const [, name = '', value = ''] of (headers['set-cookie'] ?? '').matchAll(/^([^=;\n]+)=([^;\n]*)/gm))
      cookies.set(name, value);
    const location = status >= 300 && status < 400 ? headers.location : undefined;
    const next = location !== undefined && URL.canParse(location, url.href) ? new URL(location, url) : undefined;
    if (next === undefined || next.origin !== begin.origin) return { answer, leftFor: next };
    url = next;
  }
  throw new FaultFound(
    'The page to sign in redirects in a circle: look into what the proxy does to its addresses and cookies.',
  );
}

const titled = (html: string) => (pageTitleOf(html) === '' ? '' : ` (“${pageTitleOf(html)}”)`);

function deniedFault(who: string, { searchParams }: URL): string {
  const said = [searchParams.get('error'), searchParams.get('error_description')]
    .filter((each) => each !== null)
    .join(': ');
  return `${who} is sent back without a sign-in (“${shownText(said, 300)}”): allow it in the authorization server.`;
}

function authorizeUrl({ url, learned }: DoctorContext, endpoint: string, clientId: string): URL {
  const asked = new URL(endpoint);
  const verifier = randomBytes(33).toString('base64url');
  const scopes = learned.challenge?.scope ?? learned.resource?.scopes.join(' ') ?? '';
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: CALLBACK,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: randomBytes(16).toString('base64url'),
    resource: learned.resource?.resource ?? url.href,
    ...(scopes !== '' && { scope: scopes }),
  };
  for (const [name, value] of Object.entries(parameters)) asked.searchParams.set(name, value);
  return asked;
}

/** A code that nobody gave out: what is answered tells that the request arrived whole. */
export const TOKEN: Step = {
  name: 'Token endpoint',
  entries: SIGN_IN,
  run: async (context) => {
    const { clientId, resource } = context.learned;
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code: 'connection-doctor',
      client_id: clientId ?? CLAUDE_ID,
      redirect_uri: CALLBACK,
      code_verifier: randomBytes(33).toString('base64url'),
      resource: resource?.resource ?? context.url.href,
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { tokenEndpoint } = learnedIssuer(context);
    const answer = await askJson(context, tokenEndpoint, { method: 'POST', headers, body: String(body) });
    const error = jsonObject(answer.text)?.error;
    const isRight = answer.status === 400 && error === 'invalid_grant';
    if (isRight && !/\bno-store\b/.test(answer.headers['cache-control'] ?? '')) return warning(CACHEABLE);
    if (isRight) return ok('A wrong code is refused with invalid_grant, as clients expect.');
    return fault(
      `A wrong code is answered ${problemIn(answer)} in the place of 400, invalid_grant, by which clients know to sign in again: have the proxy pass forms and answers on as they are.`,
    );
  },
};

const CACHEABLE =
  'The answer of the token endpoint comes without Cache-Control: no-store, so that tokens may be kept on the way and given to others: have the proxy pass that header on, and cache nothing there.';

/** A token that nobody gave out: a server that is told of it says so (RFC 6750, 3.1). */
export const AUTHORIZATION_HEADER: Step = {
  name: 'Authorization header',
  entries: SIGN_IN,
  run: async (context) => {
    const asked = firstRequest(context, INITIALIZE);
    const headers = { ...asked.headers, authorization: `Bearer ${randomBytes(32).toString('base64url')}` };
    const answer = await ask(context, context.url, { ...asked, headers });
    const why = transportFault(answer, context.url);
    if (why !== undefined) return fault(why);
    if (answer.status !== 401) return unexpected(answer.status);
    const challenge = readChallenge(answer.headers['www-authenticate']);
    if (challenge?.error === 'invalid_token') return ok('The header arrives: a wrong token is told from none.');
    return challenge?.realm === 'looker-mcp-gateway'
      ? fault(STRIPPED)
      : warning(
          'The server does not tell a wrong token from none (error="invalid_token"), so that it cannot be seen whether the Authorization header arrives: have it say so.',
        );
  },
};

const STRIPPED =
  'The Authorization header does not arrive at the server, so that no sign-in ever holds: have the proxy pass it on (nginx: remove proxy_set_header Authorization; Apache: CGIPassAuth On).';

const unexpected = (status: number): Outcome =>
  status === 429
    ? warning(
        'Too many wrong tokens came from here to look whether the Authorization header arrives: wait a minute, and check again.',
      )
    : fault(
        `A request with a wrong token is answered ${status} in the place of 401, by which clients know to sign in again: look into what the proxy does with it.`,
      );
