import type { Located } from '../../../src/http/description/operations.js';
import { isMcpAddress } from '../../../src/mcp/entry/mcp-address.js';
import type { Answer, DescribedAnswers } from '../described-answers.js';
import type { Spoil } from './spoiled-requests.js';

type Json = Record<string, unknown>;

/** A spoiled request, what came of it, and whether anything was written meanwhile. */
export interface Exchange {
  readonly match: Located;
  readonly spoil: Spoil;
  readonly answer: Answer;
  readonly isChanged: boolean;
}

/** Browsers are led to a page that says what was refused. */
export const isRefused = ({ status, headers }: Answer): boolean =>
  status >= 400 || (status === 302 && (headers.get('location') ?? '').includes('error='));

/** Why an answer to a spoiled request is not as it must be; undefined when it is. */
export function problemOf(exchange: Exchange, described: DescribedAnswers): string | undefined {
  const { match, spoil, answer, isChanged } = exchange;
  if (answer.status >= 500) return `${answer.status}: ${answer.text.slice(0, 200)}`;
  if (spoil.leadsElsewhere === undefined || answer.status < 400) {
    const different = described.problemOf(match, answer);
    if (different !== undefined) return different;
  }
  if (!isRefused(answer)) return acceptanceProblem(exchange);
  if (isChanged) return `${answer.status}: refused, and something was changed`;
  return answer.status === 302 ? undefined : refusalProblem(exchange, JSON.parse(answer.text));
}

function acceptanceProblem({ match, spoil, answer, isChanged }: Exchange): string | undefined {
  if (!spoil.isLegitimate()) return `${answer.status}: accepted`;
  return isChanged && match.method === 'get' ? 'a GET changed something' : undefined;
}

function refusalProblem({ match, spoil, answer }: Exchange, body: Json): string | undefined {
  const isMcp = isMcpAddress(match.path);
  const error = (isMcp ? body.error : body) as Json;
  const { code, request_id } = (isMcp ? (error.data ?? {}) : error) as Json;
  // What the protocol itself refuses has numbers, and is worded by its SDK.
  if (isMcp && code === undefined && typeof error.code === 'number') return undefined;
  const wording = wordingProblem(error.message);
  if (wording !== undefined) return wording;
  if (request_id !== answer.headers.get('x-request-id')) return `the request id ${request_id} is another one`;
  return isDescribedCode(match, spoil, String(code)) ? undefined : `the code ${code} is not described`;
}

function wordingProblem(message: unknown): string | undefined {
  if (typeof message !== 'string' || !/^\S.* .*[.!?]$/s.test(message)) return `no sentence: ${message}`;
  return message.length > 4000 ? `a message of ${message.length} characters` : undefined;
}

function isDescribedCode({ operation }: Located, { leadsElsewhere }: Spoil, code: string): boolean {
  const codes: unknown = Reflect.get(operation, 'x-error-codes');
  return (Array.isArray(codes) && codes.includes(code)) || (leadsElsewhere === true && code.startsWith('route.'));
}
