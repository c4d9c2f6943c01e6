import type { TimedAnswer } from '../../http/timed-exchange.js';
import { ask, transportFault } from '../ask.js';
import { type HostKind, hostKind } from '../host-kind.js';
import { fault, ok, type Step, skipped, warning } from '../step.js';
import { isPageAddress, PAGE_FAULT, wrongAddress } from '../wrong-address.js';

const CLOCK_MS_MAX = 60_000;

const HOSTED = 'Hosted ones, such as Claude on the web and ChatGPT, cannot reach it';
const LOCAL = 'Claude Code, Cursor, VS Code, and Claude Desktop by mcp-remote';

/** What is to be known of an address that not all clients reach. */
const REMARKS: Readonly<Record<Exclude<HostKind, 'public'>, (protocol: string) => string>> = {
  loopback: () =>
    `The address is this machine’s own. Clients on it connect (${LOCAL}). ${HOSTED}: for those, give the server a public https address (PUBLIC_URL, with a proxy or a tunnel to it).`,
  private: (protocol) =>
    protocol === 'https:'
      ? `The address is one of a private network. Clients in it connect (${LOCAL}). ${HOSTED}: for those, give the server a public address.`
      : `The address is plain http in a private network, where tokens can be read on the way. Clients in it connect (${LOCAL} with --allow-http); where they are to sign in, most want https. ${HOSTED}: for those, give the server a public https address.`,
};

/** What can be told of an address by looking at it. */
export const ADDRESS: Step = {
  name: 'Address',
  run: async ({ url }) => {
    const kind = hostKind(url.hostname);
    if (url.username !== '' || url.password !== '')
      return fault(
        'The address holds a user name or password, which clients drop: remove it, and let the server ask by a sign-in.',
      );
    if (url.protocol !== 'https:' && kind === 'public')
      return fault(
        `The address begins with ${url.protocol}//, and clients connect to public servers by https only: put a proxy with a TLS certificate in front, and paste its https address.`,
      );
    if (url.hash !== '')
      return fault(
        isPageAddress(url)
          ? PAGE_FAULT
          : 'The address has a part behind #, which no server ever sees: paste it without.',
      );
    if (kind !== 'public') return warning(REMARKS[kind](url.protocol));
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
    if (why !== undefined && answer.status >= 300 && answer.status < 400)
      return fault((isWithinHost(answer, url) ? await wrongAddress(context, answer) : undefined) ?? why);
    if ([502, 503, 504].includes(answer.status)) return fault(why ?? busy(url.host, answer.status));
    const clockMs = Date.parse(answer.headers.date ?? '');
    const reached = ok(
      `${url.host} answers${url.protocol === 'https:' ? ', and its certificate holds' : ''}.`,
      Number.isNaN(clockMs) ? {} : { clockMs: clockMs - context.now() },
    );
    return reached;
  },
};

/** A page sends on to another one; what sends elsewhere is not about the path. */
const isWithinHost = ({ headers: { location = '' } }: TimedAnswer, url: URL): boolean =>
  (url.pathname === '/' || isPageAddress(url)) &&
  URL.canParse(location, url.href) &&
  new URL(location, url.href).origin === url.origin;

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
