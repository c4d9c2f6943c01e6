import type { TimedAnswer } from '../../http/timed-exchange.js';
import { ask, CLAUDE_AGENT, transportFault } from '../ask.js';
import { type Challenge, readChallenge } from '../challenge.js';
import {
  CURRENT_REVISION,
  currentRequest,
  FIRST_REVISION,
  firstRequest,
  INITIALIZE,
  mcpAnswer,
} from '../mcp-messages.js';
import { jsonObject, resourceMetadata, resourceMetadataPlaces } from '../metadata.js';
import { shownText } from '../shown-text.js';
import { type DoctorContext, fault, type Outcome, ok, type Step, skipped } from '../step.js';
import { wrongAddress } from '../wrong-address.js';

const OWN_AGENT = 'connection-doctor/1';
/** As clients name themselves that connect from elsewhere than a person's own machine, and Claude Code. */
const AGENTS = { Claude: CLAUDE_AGENT, 'Claude Code': 'claude-code/2.1.0 (cli)', ChatGPT: 'openai-mcp/1.0.0' };

const initialize = (context: DoctorContext, agent: string) => {
  const asked = firstRequest(context, INITIALIZE);
  return ask(context, context.url, { ...asked, headers: { ...asked.headers, 'user-agent': agent } });
};

/** How a client of revision 2025-11-25 begins; the answer tells what the server asks for. */
export const FIRST_MESSAGE: Step = {
  name: `First message (${FIRST_REVISION})`,
  run: async (context) => {
    const answer = await initialize(context, OWN_AGENT);
    const why = transportFault(answer, context.url);
    if (why !== undefined) return fault(why);
    if (answer.status === 405) return fault((await wrongAddress(context, answer)) ?? refusalFault(answer));
    if (answer.status === 401) return challenged(context, answer);
    if (answer.status === 404) return fault(await notFoundFault(context, answer));
    if (answer.status !== 200) return fault(refusalFault(answer));
    return opened(context, answer);
  },
};

function opened(context: DoctorContext, answer: TimedAnswer): Outcome {
  const { result, error } = mcpAnswer(answer) ?? {};
  if (error !== undefined)
    return fault(`The server refuses to begin (“${shownText(error.message)}”): look into its log.`);
  const revision = result?.protocolVersion;
  if (typeof revision !== 'string')
    return fault(
      'The answer is no message of MCP: check that the address is that of an MCP server, with its whole path.',
    );
  if (context.expected === 'sign-in')
    return fault(
      'The server lets callers in that did not sign in: look for what in front of it adds an Authorization header, and remove that.',
    );
  const sessionId = answer.headers['mcp-session-id'];
  return ok(`The server begins with revision ${shownText(revision, 20)} and asks for nothing besides its URL.`, {
    ...{ entry: 'open', revision },
    ...(sessionId !== undefined && { sessionId }),
  });
}

async function challenged(context: DoctorContext, answer: TimedAnswer): Promise<Outcome> {
  const challenge = readChallenge(answer.headers['www-authenticate']);
  if (context.expected === 'open') return fault(needlessFault(challenge));
  if (challenge?.scheme === 'basic' || challenge?.scheme === 'negotiate') return fault(loginFault(challenge));
  if (context.expected === 'token') return ok('The server asks for an API token besides its URL.', { entry: 'token' });
  if (challenge?.resourceMetadata !== undefined)
    return ok('The server asks for a sign-in, and says where.', { entry: 'sign-in', challenge });
  const place = await placeOfMetadata(context);
  if (place === undefined && challenge !== undefined)
    return fault(
      'The server asks for a token and names no place to sign in, so that hosted clients cannot connect: let people sign in there, or give the token to clients that can send a header.',
    );
  if (place === undefined)
    return fault(
      'The server answers 401 and names no place to sign in, so that clients have nothing to sign in to: give it the metadata of RFC 9728, or let it answer without a 401 where its URL is the credential.',
    );
  if (challenge === undefined)
    return fault(
      `The answer of 401 has no WWW-Authenticate header, though there is a place to sign in (${place}): let the proxy pass that header on.`,
    );
  return fault(
    `The WWW-Authenticate header names no resource_metadata, though there is a place to sign in (${place}): let the proxy pass the header on as the server wrote it.`,
  );
}

const loginFault = ({ scheme, realm }: Challenge) =>
  `A login of the proxy stands in front (${scheme}${realm === undefined ? '' : `, “${shownText(realm, 60)}”`}), which no client can pass: let the path of the MCP server pass without it.`;

const needlessFault = (challenge: Challenge | undefined) =>
  challenge !== undefined && challenge.scheme !== 'bearer'
    ? loginFault(challenge)
    : 'The answer is 401, and this server asks for no sign-in: find what in front of it asks for one, and let the path /mcp pass without it; clients take any 401 for a place to sign in.';

/** Where the metadata of the server is, looked for as clients do without being told. */
async function placeOfMetadata(context: DoctorContext): Promise<string | undefined> {
  for (const place of resourceMetadataPlaces(context.url)) {
    const answer = await ask(context, place);
    const body = answer.status === 200 ? jsonObject(answer.text) : undefined;
    if (body !== undefined && resourceMetadata(place, body).authorizationServers.length > 0) return place;
  }
  return undefined;
}

async function notFoundFault(context: DoctorContext, answer: TimedAnswer): Promise<string> {
  const { url } = context;
  const wrong = await wrongAddress(context, answer);
  if (wrong !== undefined) return wrong;
  const said = jsonObject(answer.text);
  if (said?.code === 'route.not_found')
    return `The request reaches the gateway with another path than ${shownText(url.pathname.split('/').slice(0, 2).join('/'), 60)}/…: have the proxy pass the path on as it is (nginx: proxy_pass without a path or a slash behind the port).`;
  const message = mcpAnswer(answer)?.error?.message;
  return message === undefined
    ? 'The server has nothing at this address (404): check its path, and that the proxy passes it on as it is.'
    : `The server has nothing at this address (“${shownText(message, 300)}”).`;
}

function refusalFault(answer: TimedAnswer): string {
  const said = mcpAnswer(answer)?.error?.message ?? jsonObject(answer.text)?.message;
  const words = typeof said === 'string' ? ` (“${shownText(said, 300)}”)` : '';
  if (answer.status === 403)
    return `The first message is refused with 403${words}: allow the clients in the firewall of the proxy; Claude calls from 160.79.104.0/21.`;
  if (answer.status === 429)
    return `Too many requests came before this one${words}: wait a minute, and raise the limit if clients meet it too.`;
  if (answer.status === 405)
    return 'POST is not allowed at this address (405): let the proxy pass POST on, and check that the address is that of an MCP server.';
  return `The first message is answered ${answer.status}${words}: look for it in the log of the server and of its proxy.`;
}

/** Firewalls refuse programs by their name. */
export const USER_AGENTS: Step = {
  name: 'User agents',
  run: async (context) => {
    const wanted = context.learned.entry === 'open' ? 200 : 401;
    for (const [client, agent] of Object.entries(AGENTS)) {
      const { status } = await initialize(context, agent);
      if (status !== wanted)
        return fault(
          `Requests of ${client} (User-Agent “${agent}”) are answered ${status} where others are not: allow that user agent in the firewall or the protection against robots.`,
        );
    }
    return ok(`${Object.keys(AGENTS).join(', ')} are answered alike.`);
  },
};

/** How a client of revision 2026-07-28 begins. */
export const CURRENT_MESSAGE: Step = {
  name: `server/discover (${CURRENT_REVISION})`,
  run: async (context) => {
    const answer = await ask(context, context.url, currentRequest({ method: 'server/discover' }));
    const why = transportFault(answer, context.url);
    if (why !== undefined) return fault(why);
    if (context.learned.entry !== 'open')
      return answer.status === 401
        ? ok('Answered as the first message: with 401.')
        : fault(
            `Revision ${CURRENT_REVISION} is answered ${answer.status} where ${FIRST_REVISION} is asked for a sign-in: let the proxy pass both alike.`,
          );
    const { result } = mcpAnswer(answer) ?? {};
    if (result === undefined)
      return skipped(`The server does not speak ${CURRENT_REVISION}; clients go on with ${FIRST_REVISION}.`);
    return ok(`The server speaks revision ${CURRENT_REVISION} too.`, { isCurrentSpoken: true });
  },
};
