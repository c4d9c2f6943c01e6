import { ANSWER_MS, ask, bodyFault, exchange } from '../ask.js';
import { isCutOff } from '../connection-fault.js';
import { firstRequest } from '../mcp-messages.js';
import { FaultFound, fault, learnedIssuer, ok, type Step, skipped, warning } from '../step.js';

const MEGABYTE = 1024 * 1024;
/** Of a client in a web page. It does not matter which one: all of them may ask. */
const ORIGIN = 'https://inspector.example';

/** Arguments of tools may be whole files. */
export const LARGE_REQUESTS: Step = {
  name: 'A request of 1 MB',
  run: async (context) => {
    const params = { _meta: { padding: 'x'.repeat(MEGABYTE) } };
    const question = { ...firstRequest(context, { method: 'ping', params }), timeoutMs: ANSWER_MS };
    const answer = await exchange(context, context.url, question).catch((error: unknown) => {
      // Some refuse by closing the connection in the middle of what is sent.
      if (isCutOff(error)) throw new FaultFound(bodyFault(context.url));
      return ask(context, context.url, question);
    });
    return answer.status === 413 ? fault(bodyFault(context.url)) : ok('Large requests arrive.');
  },
};

/**
 * Long calls send their progress as events: where a proxy collects them, clients give up. A gateway answers `stream-check` with two events, the second one
 * some time after the first, so that it can be seen whether they arrive one by one.
 */
export const STREAMS: Step = {
  name: 'Event streams',
  run: async (context) => {
    const { status, headers, text } = await ask(context, new URL('stream-check', context.url), {
      headers: { accept: 'text/event-stream' },
      isEnough: (soFar) => soFar.includes('event: begin'),
    });
    if (status !== 200 || !headers['content-type']?.startsWith('text/event-stream'))
      return skipped('The server has no stream that could be looked at.');
    return text.includes('event: end') ? fault(HELD_BACK) : ok('Events arrive as they are sent.');
  },
};

const HELD_BACK =
  'Event streams are held back on the way, so that clients give up on long calls: have the proxy pass each piece on at once, also where it compresses (nginx: proxy_buffering off).';

/** Clients that run in a web page ask whether they may (CORS). */
export const WEB_PAGES: Step = {
  name: 'Clients in web pages',
  entries: ['sign-in'],
  run: async (context) => {
    const { foundAt, tokenEndpoint } = learnedIssuer(context);
    const places = [context.learned.resource?.foundAt, foundAt].filter((place) => place !== undefined);
    for (const place of places) {
      const { headers } = await ask(context, place, { headers: { origin: ORIGIN } });
      if (!isAllowed(headers)) return warning(refusedToPages(place));
    }
    const { headers } = await ask(context, tokenEndpoint, {
      method: 'OPTIONS',
      headers: {
        origin: ORIGIN,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    return isAllowed(headers)
      ? ok('Web pages may ask for metadata and tokens.')
      : warning(refusedToPages(tokenEndpoint));
  },
};

const isAllowed = (headers: Readonly<Record<string, string>>) =>
  ['*', ORIGIN].includes(headers['access-control-allow-origin'] ?? '');

const refusedToPages = (place: string) =>
  `${new URL(place).pathname} comes without Access-Control-Allow-Origin, so that clients that run in a web page cannot sign in: have the proxy pass the headers of CORS and requests by OPTIONS on.`;
