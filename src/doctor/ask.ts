import { type TimedAnswer, type TimedRequest, timedExchange } from '../http/timed-exchange.js';
import { connectionFault } from './connection-fault.js';
import { isPage, pageTitleOf, shownText } from './shown-text.js';
import { type DoctorContext, FaultFound } from './step.js';

/** As Claude's hosted clients name themselves. */
export const CLAUDE_AGENT = 'Claude-User';
/** What Claude waits at most for metadata, a registration and a token. */
export const ANSWER_MS = 10_000;
const BYTES_MAX = 8 * 1024 * 1024;

export interface Question extends Pick<TimedRequest, 'body' | 'isEnough' | 'isHeadEnough'> {
  readonly method?: TimedRequest['method'];
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/**
 * Asks an address as clients do.
 * @throws FaultFound where no answer comes, or one that cannot be read; the sentence says what to change.
 */
export async function ask(
  context: DoctorContext,
  address: string | URL,
  question: Question = {},
): Promise<TimedAnswer> {
  const url = checkedAddress(context, address);
  const answer = await exchange(context, url, question).catch((error: unknown) => {
    throw new FaultFound(whyNoAnswer(error, url, question.timeoutMs ?? ANSWER_MS, context.signal));
  });
  if (answer.encodingProblem === 'broken')
    throw new FaultFound(
      `What ${url.host} sends is marked as compressed (${shownText(answer.headers['content-encoding'] ?? '')}) and does not open: have the proxy compress each answer once, or not at all.`,
    );
  if (answer.encodingProblem === 'undeclared')
    throw new FaultFound(
      `What ${url.host} sends is compressed, and no Content-Encoding says so: have the proxy pass that header on, or not compress.`,
    );
  return answer;
}

/** The same, without judging why no answer comes. */
export function exchange(context: DoctorContext, url: URL, question: Question): Promise<TimedAnswer> {
  const { method = 'GET', headers = {}, timeoutMs = ANSWER_MS, ...rest } = question;
  return timedExchange(context.agent, {
    ...rest,
    method,
    url: url.href,
    headers: {
      accept: 'application/json',
      'user-agent': CLAUDE_AGENT,
      'accept-encoding': 'gzip, deflate, br',
      ...headers,
    },
    bytesMax: BYTES_MAX,
    signal: AbortSignal.any([context.signal, AbortSignal.timeout(timeoutMs)]),
  });
}

function checkedAddress({ onlyOrigin }: DoctorContext, address: string | URL): URL {
  if (!URL.canParse(String(address)))
    throw new FaultFound(`"${shownText(String(address))}" is no address: correct it where it is set.`);
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol))
    throw new FaultFound(`${shownText(url.href)} is no address of the web: correct it where it is set.`);
  if (onlyOrigin !== undefined && url.origin !== onlyOrigin)
    throw new FaultFound(
      `Clients are sent on to ${url.origin}, and this gateway is at ${onlyOrigin}: set PUBLIC_URL to the address that clients type.`,
    );
  return url;
}

const isTimeout = (error: unknown) => error instanceof Error && error.name === 'TimeoutError';

function whyNoAnswer(error: unknown, { host }: URL, timeoutMs: number, whole: AbortSignal): string {
  if (whole.aborted)
    return 'The check has no time left: what was asked so far answers too slowly; make that faster first.';
  if (isTimeout(error))
    return `${host} did not answer within ${timeoutMs / 1000} seconds, after which clients give up: find out what is slow there, the proxy or the server behind it.`;
  return connectionFault(error, host);
}

/** What is wrong with an answer that clients want as JSON, whatever it is about; undefined: nothing of the sort. */
export function transportFault({ status, headers, text }: TimedAnswer, url: URL): string | undefined {
  if (status >= 300 && status < 400 && headers.location !== undefined) return redirectFault(headers.location, url);
  if (status === 413) return bodyFault(url);
  if ([502, 503, 504].includes(status) && !text.trimStart().startsWith('{'))
    return `The proxy at ${url.host} answers ${status}, as it does not reach the server behind it: start that, or correct where the proxy sends to.`;
  if (isPage(text, headers['content-type'])) return pageFault(url, status, pageTitleOf(text));
  return undefined;
}

export const bodyFault = ({ host }: URL) =>
  `Requests of a megabyte are refused at ${host} as too large (413): raise the limit of the proxy to 4 MB (nginx: client_max_body_size 4m).`;

function pageFault({ host, pathname }: URL, status: number, title: string): string {
  const named = title === '' ? '' : ` “${title}”`;
  return `A web page${named} came from ${host} in the place of JSON (${status}), as a login or a check for robots sends it: let ${placeOf(pathname)} pass without it.`;
}

const placeOf = (pathname: string) => `/${pathname.split('/')[1] ?? ''}`;

function redirectFault(location: string, url: URL): string {
  const target = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
  if (target === undefined) return `${url.host} redirects to what is no address: remove that redirect from the proxy.`;
  const where = `${target.origin}${target.pathname}`;
  if (target.protocol === 'https:' && url.protocol === 'http:' && target.hostname === url.hostname)
    return `The address redirects to https: paste it with https:// in the first place.`;
  if (target.origin === url.origin && target.pathname === `${url.pathname}/`)
    return `${url.host} redirects to the same address with a slash at its end, which clients do not follow: remove that redirect from the proxy.`;
  if (target.origin === url.origin && `${target.pathname}/` === url.pathname)
    return `${url.host} redirects to the same address without the slash at its end: paste it without the slash.`;
  return `${url.host} redirects to ${shownText(where)}, and clients do not follow redirects here: paste the address that it leads to, or remove the redirect.`;
}

/**
 * Asks for a document of JSON.
 * @throws FaultFound as `ask` does, and for a redirect or a page in its place.
 */
export async function askJson(
  context: DoctorContext,
  address: string | URL,
  question: Question = {},
): Promise<TimedAnswer> {
  const answer = await ask(context, address, question);
  const why = transportFault(answer, new URL(address));
  if (why !== undefined) throw new FaultFound(why);
  return answer;
}
