import { fingerprintOf, isTokenOf, TOKEN_LENGTH, TOKEN_PREFIXES, type TokenKind } from '../crypto/bearer-token.js';
import type { TimedAnswer } from '../http/timed-exchange.js';
import { isRecord } from '../values/is-record.js';
import { ask } from './ask.js';
import { firstRequest, INITIALIZE, mcpAnswer } from './mcp-messages.js';
import { jsonObject } from './metadata.js';
import { shownText } from './shown-text.js';
import type { DoctorContext } from './step.js';

/** What people copy from the address bar: the gateway's dashboard, and the description of its API. */
const PAGE = /^\/(?:app|docs)(?:\/|$)|^\/openapi\.json$/i;
const MCP_PATH = /^\/mcp\/[^/]+(?:\/mcp)?\/?$/i;
const IN_A_PREFIX = /^(\/.+)(\/mcp\/[^/]+\/?)$/;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PART_OF_ID = /^[0-9a-f]+(?:-[0-9a-f]*)+$/i;

const WHERE_IT_IS =
  'it has /mcp/ in it, and is shown when it is issued; of a server with sign-in also on its page in the dashboard';
const CREDENTIALS: Readonly<Record<Exclude<TokenKind, 'mcp_server'>, string>> = {
  api_token: 'an API token',
  session: 'a session of the dashboard',
  invitation: 'an invitation',
  oauth_client: 'the secret of an OAuth client',
};

/** Whether an address is that of a page for people, as its part behind # or its path tells. */
export const isPageAddress = ({ pathname, hash }: URL): boolean => hash.startsWith('#/') || PAGE.test(pathname);

export const PAGE_FAULT = `The address is that of a page for people, such as the dashboard, and not of an MCP server: paste the MCP URL (${WHERE_IT_IS}).`;

const parts = ({ pathname }: URL) => pathname.split('/').filter((part) => part !== '');
const beginning = (url: URL) => shownText(`/${parts(url)[0] ?? ''}`, 60);

/**
 * What is wrong with an address at which no MCP server is, by its looks and by trying those that it may have been meant for.
 * @returns undefined: nothing that can be told.
 */
export async function wrongAddress(context: DoctorContext, answer: TimedAnswer): Promise<string | undefined> {
  const { url } = context;
  if (url.pathname === '/') return (await hasAddressOfAll(context)) ? bareFault(url, true) : bareFault(url, false);
  if (isPageAddress(url)) return PAGE_FAULT;
  const [, prefix = '', rest = ''] = IN_A_PREFIX.exec(url.pathname) ?? [];
  if (rest !== '' && (await isServer(context, rest)))
    return `There is nothing below ${shownText(prefix, 60)}, and the server answers without that prefix: paste the address without it, or have the proxy remove it.`;
  return (await otherPath(context)) ?? byAnswer(url, codeOf(answer));
}

const bareFault = ({ origin }: URL, hasOne: boolean): string =>
  `The address ends after the host, where no MCP server is: paste the whole MCP URL (${WHERE_IT_IS})${hasOne ? `, or ${origin}/mcp, where people choose the server when they sign in` : ''}.`;

const hasAddressOfAll = (context: DoctorContext) => isServer(context, '/mcp');

/** Whether a server of MCP answers at another path of the same host. */
async function isServer(context: DoctorContext, path: string): Promise<boolean> {
  const asked = firstRequest(context, INITIALIZE);
  const answer = await ask(context, `${context.url.origin}${path}`, asked).catch(() => undefined);
  if (answer === undefined) return false;
  return answer.status === 401 || (answer.status === 200 && mcpAnswer(answer)?.result !== undefined);
}

/** Looks for the server with what stands behind its address cut off, and at the path that gateways have. */
async function otherPath(context: DoctorContext): Promise<string | undefined> {
  const { url } = context;
  const given = parts(url);
  for (let count = given.length - 1; count >= Math.max(1, given.length - 2); count--) {
    const path = `/${given.slice(0, count).join('/')}`;
    // The address of all servers is no shorter form of one of them.
    if (path.toLowerCase() === '/mcp' || !(await isServer(context, path))) continue;
    const behind = shownText(`/${given.slice(count).join('/')}`, 60);
    return `There is nothing at the address with ${behind} at its end, and the server answers without that: paste the address without ${behind}.`;
  }
  const token = given.findLast((part) => isTokenOf('mcp_server', part) || ID.test(part));
  if (token === undefined || MCP_PATH.test(url.pathname) || !(await isServer(context, `/mcp/${token}`)))
    return undefined;
  return `There is nothing at ${beginning(url)}/…, and the server answers at ${url.origin}/mcp/${token}: paste that address.`;
}

/** The code that a gateway answers with, in either of its forms. */
function codeOf({ text }: TimedAnswer): unknown {
  const said = jsonObject(text);
  const { error } = said ?? {};
  return isRecord(error) && isRecord(error.data) ? error.data.code : said?.code;
}

/** Of a gateway, whose answers and tokens are known. */
function byAnswer(url: URL, code: unknown): string | undefined {
  if (code === 'route.not_found' && !/^\/mcp(\/|$)/i.test(url.pathname))
    return `The gateway has nothing at ${beginning(url)}/…, and its MCP URLs begin with ${url.origin}/mcp/: correct the path, or paste the URL again as it was issued.`;
  if (code !== 'mcp_server.not_found') return undefined;
  const token = parts(url)[1] ?? '';
  const kind = (Object.keys(TOKEN_PREFIXES) as TokenKind[]).find((each) => token.startsWith(TOKEN_PREFIXES[each]));
  if (kind !== undefined && kind !== 'mcp_server')
    return `What stands behind /mcp/ is ${CREDENTIALS[kind]}, and not the token of an MCP URL: paste the MCP URL (${WHERE_IT_IS}).`;
  if (isTokenOf('mcp_server', token)) return endedFault(`ends with ${fingerprintOf(token)}`);
  if (ID.test(token)) return endedFault('is that of a server with sign-in');
  if (kind === 'mcp_server') return `${tokenFault(token.length)}: copy the whole URL from where it was issued.`;
  return PART_OF_ID.test(token)
    ? `The id in the address has ${token.length} characters where 36 belong: copy the whole URL from the server’s page in the dashboard.`
    : `What stands behind /mcp/ is no token and no id of an MCP server: copy the whole URL from where it was issued (behind /mcp/ it begins with ${TOKEN_PREFIXES.mcp_server}, or is an id of 36 characters).`;
}

function tokenFault(length: number): string {
  if (length < TOKEN_LENGTH) return `The token in the address is cut: it has ${length} of ${TOKEN_LENGTH} characters`;
  if (length > TOKEN_LENGTH)
    return `The token in the address has ${length} characters where ${TOKEN_LENGTH} belong, so that something else was pasted behind it`;
  return 'The token in the address is mistyped: its last characters, which are made of the others, do not fit them';
}

/** An address that is whole was issued once, here or elsewhere. */
const endedFault = (which: string): string =>
  `The MCP URL is whole (it ${which}) and opens nothing any more: its server has expired or was revoked, or the URL was replaced by another one. Ask whoever issued it to look in the dashboard under “Ended access” or “Find a token”, and to extend the server or issue a new URL; compare the host, too, if there are several gateways.`;
