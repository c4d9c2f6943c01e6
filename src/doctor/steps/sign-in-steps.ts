import { ask, askJson } from '../ask.js';
import {
  issuerMetadata,
  issuerMetadataPlaces,
  jsonObject,
  resourceMetadata,
  resourceMetadataPlaces,
} from '../metadata.js';
import { shownText } from '../shown-text.js';
import { type DoctorContext, fault, type Outcome, ok, type Step, skipped, warning } from '../step.js';

const SIGN_IN = ['sign-in'] as const;

/** Where to sign in (RFC 9728). */
export const RESOURCE_METADATA: Step = {
  name: 'Metadata of the server',
  entries: SIGN_IN,
  run: async (context) => {
    const { url, learned } = context;
    const [place, root] = resourceMetadataPlaces(url);
    const named = learned.challenge?.resourceMetadata ?? place;
    if (named !== place && isPrefixLost(url, named)) return fault(prefixFault(url));
    const answer = await askJson(context, named);
    const body = answer.status === 200 ? jsonObject(answer.text) : undefined;
    if (body === undefined) return fault(await missingFault(context, named, [place, root], answer.status));
    const found = resourceMetadata(named, body);
    const why = resourceFault(url, found.resource);
    if (why !== undefined) return fault(why);
    if (found.authorizationServers.length === 0)
      return fault(`${named} names no authorization_servers: add the address of the one that people sign in at.`);
    return ok('It names the resource as its URL, and where to sign in.', { resource: found });
  },
};

/** Whether the server knows itself by a shorter path than clients type. */
const isPrefixLost = (url: URL, named: string) => {
  const path = /\/\.well-known\/oauth-protected-resource(\/[^?#]+)$/.exec(named)?.[1];
  return path !== undefined && url.pathname !== path && url.pathname.endsWith(path);
};

const prefixFault = ({ pathname, origin }: URL) =>
  `The server does not know that it is reached below ${shownText(pathname.split('/').slice(0, 2).join('/'), 60)}, and sends clients to addresses without it: serve it at the root of a host of its own (${origin} without a prefix).`;

async function missingFault(
  context: DoctorContext,
  named: string,
  places: readonly string[],
  status: number,
): Promise<string> {
  for (const place of places.filter((each) => each !== named)) {
    const answer = await ask(context, place);
    if (answer.status === 200 && jsonObject(answer.text)?.resource !== undefined)
      return `The metadata is at ${place}, and clients are sent to ${named}: have the server, or the proxy, answer it there.`;
  }
  return `${shownText(named)} is answered ${status} and without the metadata of the sign-in: have the proxy pass /.well-known/ on to the server, too.`;
}

function resourceFault(url: URL, resource: string): string | undefined {
  const typed = url.pathname === '/' ? url.origin : url.href;
  if (resource === typed || resource === url.href) return undefined;
  if (resource === '') return 'The metadata names no resource: have it name the URL of the server.';
  const named = shownText(resource);
  if (`${resource}/` === typed)
    return `The address ends with a slash, and the server names itself without one (${named}): paste it without the slash.`;
  if (resource === `${typed}/`)
    return `The server names itself with a slash at the end (${named}), and the address has none: paste it with the slash, or set the server’s own URL without one.`;
  if (!URL.canParse(resource))
    return `The metadata names the resource “${named}”, which is no address: set the server’s public URL.`;
  const { origin, pathname } = new URL(resource);
  if (pathname !== url.pathname && url.pathname.endsWith(pathname) && pathname !== '/' && origin === url.origin)
    return prefixFault(url);
  return `The server takes itself for ${named}, and clients refuse a resource that is not the URL that they were given: set its public URL (PUBLIC_URL) to ${url.origin}, and paste the URL that it names.`;
}

/** How to sign in (RFC 8414, or OpenID Connect Discovery). */
export const ISSUER_METADATA: Step = {
  name: 'Metadata of the authorization server',
  entries: SIGN_IN,
  run: async (context) => {
    const [issuer = ''] = context.learned.resource?.authorizationServers ?? [];
    if (!URL.canParse(issuer))
      return fault(
        `The metadata sends people to “${shownText(issuer)}”, which is no address: correct authorization_servers.`,
      );
    for (const place of issuerMetadataPlaces(new URL(issuer))) {
      const answer = await ask(context, place);
      const body = answer.status === 200 ? jsonObject(answer.text) : undefined;
      if (body?.issuer !== undefined) return judged(issuer, issuerMetadata(place, body));
    }
    // Says what is wrong with the answer, where something can be told.
    const [first = ''] = issuerMetadataPlaces(new URL(issuer));
    const { status } = await askJson(context, first);
    return fault(
      `${first} is answered ${status} and without the metadata of the authorization server: have the proxy pass /.well-known/ on to it, too.`,
    );
  },
};

type Found = ReturnType<typeof issuerMetadata>;

function judged(issuer: string, found: Found): Outcome {
  const { challengeMethods, authMethods, areDocumentsTaken, registrationEndpoint } = found;
  if (found.issuer !== issuer)
    return fault(
      `The authorization server names itself ${shownText(found.issuer)}, and clients were sent to ${shownText(issuer)}: make both the same, letter by letter.`,
    );
  const { authorizationEndpoint, tokenEndpoint } = found;
  if (authorizationEndpoint === undefined || tokenEndpoint === undefined)
    return fault(`${found.foundAt} names no authorization_endpoint or no token_endpoint: add both.`);
  if (!challengeMethods.includes('S256'))
    return fault(
      'The authorization server does not offer PKCE with S256, without which clients do not sign in: let it name S256 in code_challenge_methods_supported.',
    );
  const isDocumentUsable = areDocumentsTaken && authMethods.includes('none');
  const learned = { issuer: { ...found, authorizationEndpoint, tokenEndpoint } };
  if (isDocumentUsable)
    return ok('Issuer, endpoints, S256 and client metadata documents are as clients want them.', learned);
  const lacking = areDocumentsTaken
    ? 'none among token_endpoint_auth_methods_supported'
    : 'client_id_metadata_document_supported';
  if (registrationEndpoint === undefined)
    return fault(
      `The authorization server neither registers clients nor takes their metadata documents: let it offer registration_endpoint or ${lacking}.`,
    );
  if (!authMethods.includes('none'))
    return fault(
      'The authorization server wants a secret of every client, and Claude Code has none: let it name none in token_endpoint_auth_methods_supported.',
    );
  return warning(
    `The authorization server does not offer ${lacking}, so that Claude has to register itself each time: offer it.`,
    learned,
  );
}

/** Clients of revision 2025-03-26 know no metadata, and ask at fixed places. */
export const ROOT_ALIASES: Step = {
  name: 'Authorization server at the root',
  entries: SIGN_IN,
  run: async (context) => {
    const origin = new URL(context.url).origin;
    const issuer = context.learned.resource?.authorizationServers[0] ?? '';
    if (!URL.canParse(issuer) || new URL(issuer).origin !== origin)
      return skipped('The authorization server is elsewhere.');
    for (const [path, method] of [
      ['/authorize', 'GET'],
      ['/token', 'POST'],
      ['/register', 'POST'],
    ] as const) {
      const body = path === '/register' ? '{}' : '';
      const headers = {
        'content-type': path === '/register' ? 'application/json' : 'application/x-www-form-urlencoded',
      };
      const { status } = await ask(context, `${origin}${path}`, method === 'GET' ? {} : { method, headers, body });
      if (status === 404 || status >= 500)
        return warning(
          `${path} is answered ${status}, where older clients look for the authorization server: have the proxy pass /authorize, /token and /register on to it.`,
        );
    }
    return ok('/authorize, /token and /register answer, for older clients.');
  },
};
