import {
  isJSONRPCRequest,
  type JSONRPCRequest,
  ProtocolError,
  ProtocolErrorCode,
  type Result,
  Server,
  type ServerContext,
  specTypeSchemas,
} from '@modelcontextprotocol/server';
import { isRecord } from '../../values/is-record.js';
import type { FinalAnswer } from './timely-answer.js';

/** What a schema finds wrong. The SDK's schemas tell more than the Standard Schema interface shows. */
interface Issue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
  readonly expected?: unknown;
}

type Handler = (request: JSONRPCRequest, context: ServerContext) => Promise<Result>;

/** The issues as the SDK writes them into the message of its error, after the name of the request or alone. */
const WRITTEN_ISSUES = /^(?:Invalid [\w/]+ request: )?(\[\s*\{.*\])$/s;
const PROBLEMS_TOLD_MAX = 3;
/** Names can be the caller's own. */
const PATH_CHARACTERS_MAX = 80;
const TYPES: Readonly<Record<string, string>> = {
  array: 'an array',
  boolean: 'a boolean',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a string',
};

/**
 * The SDK's server, which answers wrong params with JSON-RPC's -32602 and a sentence. The SDK alone answers an internal error to
 * most of them, and to all of them what its schema library writes.
 */
export class PlainServer extends Server {
  protected override _wrapHandler(method: string, handler: Handler): Handler {
    const wrapped = super._wrapHandler(method, handler);
    return async (request, context) => {
      try {
        return await wrapped(request, context);
      } catch (error) {
        const issues = error instanceof Error ? writtenIssues(error.message) : undefined;
        throw issues === undefined
          ? error
          : new ProtocolError(ProtocolErrorCode.InvalidParams, sentenceOf(method, issues));
      }
    };
  }
}

/** The answer to a request of which nothing is wrong but its params; the SDK answers to them that there is no request. */
export function answerToWrongParams(body: unknown): FinalAnswer | undefined {
  if (typeof body !== 'object' || body === null || !('params' in body)) return undefined;
  const { params: _, ...rest } = body;
  if (!isJSONRPCRequest(rest)) return undefined;
  const checked = specTypeSchemas.JSONRPCRequest['~standard'].validate(body);
  if (checked.issues === undefined) return undefined;
  const error = { code: ProtocolErrorCode.InvalidParams, message: sentenceOf(rest.method, checked.issues) };
  return { status: 400, text: JSON.stringify({ jsonrpc: '2.0', id: rest.id, error }) };
}

/** The answer to a request whose `_meta` is no envelope of 2026-07-28, of which the SDK says what its schema library finds. */
export function plainRefusal(answer: FinalAnswer): FinalAnswer {
  if (answer.status !== 400) return answer;
  const refused: unknown = JSON.parse(answer.text);
  const error = isRecord(refused) && isRecord(refused.error) ? refused.error : {};
  const envelope = isRecord(error.data) && isRecord(error.data.envelope) ? error.data.envelope : {};
  if (!isRecord(refused) || typeof envelope.key !== 'string') return answer;
  const key = envelope.key.slice(0, PATH_CHARACTERS_MAX);
  const problem = envelope.problem === 'missing' ? 'missing' : 'not what MCP allows there';
  const message = `The _meta of the request is wrong: ${key} is ${problem}. Correct it and send the request again.`;
  const plain = { ...refused, error: { code: error.code, message, data: { envelope: { key, problem } } } };
  return { ...answer, text: JSON.stringify(plain) };
}

function writtenIssues(message: string): readonly Issue[] | undefined {
  const written = WRITTEN_ISSUES.exec(message)?.[1];
  if (written === undefined) return undefined;
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}

function sentenceOf(method: string, issues: readonly Issue[]): string {
  const problems = issues.slice(0, PROBLEMS_TOLD_MAX).map(problemOf);
  return `The params of ${method.slice(0, PATH_CHARACTERS_MAX)} are wrong: ${problems.join(', ')}. Correct them and send the request again.`;
}

function problemOf({ path = [], expected }: Issue): string {
  const name = path.join('.').slice(0, PATH_CHARACTERS_MAX);
  const type = TYPES[String(expected)];
  return type === undefined ? `${name} is not what MCP allows there` : `${name} must be ${type}`;
}
