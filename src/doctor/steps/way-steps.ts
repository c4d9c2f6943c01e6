import { ask, transportFault } from '../ask.js';
import { fault, ok, type Step, skipped, warning } from '../step.js';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;
const CLOCK_MS_MAX = 60_000;

/** What can be told of an address by looking at it. */
export const ADDRESS: Step = {
  name: 'Address',
  run: async ({ url }) => {
    const isLoopback = LOOPBACK.test(url.hostname);
    if (url.username !== '' || url.password !== '')
      return fault(
        'The address holds a user name or password, which clients drop: remove it, and let the server ask by a sign-in.',
      );
    if (url.protocol !== 'https:' && !isLoopback)
      return fault(
        `The address begins with ${url.protocol}//, and clients connect to public servers by https only: put a proxy with a TLS certificate in front, and paste its https address.`,
      );
    if (url.hash !== '') return fault('The address has a part behind #, which no server ever sees: paste it without.');
    if (isLoopback)
      return warning(
        'The address is this machine’s own: programs on it connect, and hosted clients such as Claude and ChatGPT need a public https address.',
      );
    if (url.pathname.length > 1 && url.pathname.endsWith('/'))
      return warning(
        'The address ends with a slash, which is a part of it for clients: paste it as the server names it, mostly without.',
      );
    return ok('An https address.');
  },
};

/** The way there: name, connection, certificate. Clients of 2025 begin by asking for a stream like this. */
export const CONNECTION: Step = {
  name: 'Connection',
  run: async (context) => {
    const { url } = context;
    const answer = await ask(context, url, { headers: { accept: 'text/event-stream' }, isHeadEnough: true });
    const why = transportFault(answer, url);
    if (why !== undefined && answer.status >= 300 && answer.status < 400) return fault(why);
    if ([502, 503, 504].includes(answer.status)) return fault(why ?? busy(url.host, answer.status));
    const clockMs = Date.parse(answer.headers.date ?? '');
    const reached = ok(
      `${url.host} answers${url.protocol === 'https:' ? ', and its certificate holds' : ''}.`,
      Number.isNaN(clockMs) ? {} : { clockMs: clockMs - context.now() },
    );
    return reached;
  },
};

const busy = (host: string, status: number) =>
  `${host} answers ${status}: start the server behind the proxy, and look into its log for why it does not serve.`;

/** Tokens have an end in time: where clocks differ, they end too soon or too late. */
export const CLOCK: Step = {
  name: 'Clock',
  run: async ({ learned: { clockMs } }) => {
    if (clockMs === undefined) return skipped('The server does not say its time.');
    const seconds = Math.round(Math.abs(clockMs) / 1000);
    if (Math.abs(clockMs) <= CLOCK_MS_MAX) return ok(`The clocks differ by ${seconds} s.`);
    return fault(
      `The server’s clock is ${seconds} seconds ${clockMs > 0 ? 'ahead of' : 'behind'} this machine’s, by which tokens end at the wrong time: let both set their clocks by NTP.`,
    );
  },
};
