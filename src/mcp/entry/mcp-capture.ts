import { Injectable } from '@nestjs/common';
import { SCOPES } from '../../access/oauth-scopes.js';
import { type CapturedMessage, facts, isCaptured } from '../../capture/captured-message.js';
import { MessageCapture } from '../../capture/message-capture.js';
import { bytesText, headerFacts } from '../../capture/request-facts.js';
import {
  joined,
  knownAmong,
  knownText,
  numberText,
  ownText,
  plainName,
  revisionText,
  type SafeText,
  versionText,
} from '../../capture/safe-text.js';
import { asAppError } from '../../http/error-body.js';
import { LOOKER_SCOPE } from '../../looker/looker-connection.js';
import type { McpAccess } from '../../tool-calls/mcp-access.js';
import { isRecord } from '../../values/is-record.js';
import { namedClient } from '../protocol/calling-client.js';
import { claimedRevision, methodOf } from '../protocol/message.js';
import { protocolError } from '../protocol/protocol-error.js';
import type { FinalAnswer } from '../protocol/timely-answer.js';
import type { McpRequest } from './mcp-request.js';

/** The requests and notifications that clients of any revision send. */
const METHODS = [
  ...['initialize', 'server/discover', 'ping', 'tools/list', 'tools/call', 'prompts/list', 'prompts/get'],
  ...['resources/list', 'resources/read', 'resources/templates/list', 'resources/subscribe', 'resources/unsubscribe'],
  ...['completion/complete', 'logging/setLevel', 'subscriptions/listen', 'tasks/get', 'tasks/result', 'tasks/cancel'],
  ...['notifications/initialized', 'notifications/cancelled', 'notifications/progress'],
  ...['notifications/roots/list_changed'],
];
/** Whatever is longer is no error. */
const ERROR_CHARACTERS_MAX = 16_384;

/** The server that a request has opened, as far as it has come in. */
export interface SeenServer {
  access: McpAccess | undefined;
}

/** What of an exchange at an MCP URL is recorded, while an admin wants it. */
@Injectable()
export class McpCapture {
  constructor(private readonly capture: MessageCapture) {}

  /**
   * A message that is about to be answered.
   * @returns what is to be told of its answer; undefined where nothing is recorded.
   */
  begin(access: McpAccess, message: unknown, request: McpRequest): ((answer: FinalAnswer) => void) | undefined {
    const at = new Date();
    if (!isCaptured(access, at)) return undefined;
    const startedMs = performance.now();
    const isPart = Array.isArray(request.body);
    return (answer) => {
      // Its client is refused, and that is recorded.
      if (answer.isSignInOver === true && !isPart) return;
      const durationMs = Math.round(performance.now() - startedMs);
      this.capture.add(access, at, () => {
        const error = errorOf(answer);
        return {
          ...{ ...sent(access, message, request), durationMs },
          ...{ status: answer.status, error, isFault: error !== null || answer.status >= 400 },
          answer: facts({
            ...agreedOn(message, answer),
            // Of a message of a batch, or of one that is the end of a stream, its own.
            bytes: bytesText(Buffer.byteLength(answer.text)),
            outcome: answer.callStatus === undefined ? undefined : ownText(answer.callStatus),
          }),
        };
      });
    };
  }

  /** A request that was not let in, or none of whose messages was answered. */
  refused({ access }: SeenServer, request: McpRequest, at: Date, thrown: unknown): void {
    if (access === undefined || !isCaptured(access, at)) return;
    const durationMs = Date.now() - at.getTime();
    this.capture.add(access, at, () => {
      const exchange = { ...sent(access, request.body, request), durationMs };
      if (request.clientAborted.aborted) return { ...exchange, status: null, error: null, isFault: true, answer: [] };
      const error = asAppError(thrown);
      const isFirst = error.code === 'credential.missing' && access.auth === 'oauth';
      return {
        ...exchange,
        ...{ status: error.kind.status, error: ownText(error.code), isFault: !isFirst },
        answer: facts({
          ...challenge(error.headers),
          bytes: bytesText(Buffer.byteLength(JSON.stringify(protocolError(error, request.requestId)))),
        }),
      };
    });
  }
}

type Sent = Pick<CapturedMessage, 'kind' | 'sender' | 'step' | 'method' | 'path' | 'request'>;

function sent(access: McpAccess, message: unknown, request: McpRequest): Sent {
  return {
    ...{ kind: 'mcp', sender: 'client' },
    step: stepOf(message),
    method: ownText('POST'),
    path: request.token === null ? ownText('/mcp') : ownText('/mcp/:token'),
    request: [...headerFacts(request.headers, request.bodyBytes), ...messageFacts(access, message, request)],
  };
}

function stepOf(message: unknown): SafeText {
  if (Array.isArray(message)) return ownText('batch');
  const method = methodOf(message);
  return method === undefined ? ownText('no request') : knownText(method, METHODS);
}

function messageFacts(access: McpAccess, message: unknown, { headers }: McpRequest) {
  if (Array.isArray(message)) return facts({ messages: numberText(message.length) });
  const params = isRecord(message) && isRecord(message.params) ? message.params : {};
  const { name, version } = namedClient(params, headers);
  const revision = claimedRevision(message) ?? params.protocolVersion ?? headers['mcp-protocol-version'];
  return facts({
    protocol_version: revision === undefined ? undefined : revisionText(revision),
    client: name === null ? undefined : joined([plainName(name), ...(version === null ? [] : [versionText(version)])]),
    tool: methodOf(message) === 'tools/call' ? knownText(params.name, toolNames(access)) : undefined,
  });
}

const toolNames = ({ tools, exposed }: McpAccess) => [...tools.keys(), ...exposed.listed.map(({ name }) => name)];

/** A code of JSON-RPC, or how a tool call ended that did not do what it was for. */
function errorOf({ text, callStatus }: FinalAnswer): SafeText | null {
  const code = text.length > ERROR_CHARACTERS_MAX ? undefined : errorCodeIn(text);
  if (code !== undefined) return numberText(code);
  return callStatus === undefined || callStatus === 'ok' ? null : ownText(callStatus);
}

function errorCodeIn(text: string): number | undefined {
  const answer = parsed(text);
  const error = isRecord(answer) ? answer.error : undefined;
  return isRecord(error) && typeof error.code === 'number' ? error.code : undefined;
}

/** What was agreed on, where a client opens a session. */
function agreedOn(message: unknown, { text }: FinalAnswer) {
  if (methodOf(message) !== 'initialize' || text.length > ERROR_CHARACTERS_MAX) return {};
  const answer = parsed(text);
  const result = isRecord(answer) && isRecord(answer.result) ? answer.result : {};
  return result.protocolVersion === undefined ? {} : { protocol_version: revisionText(result.protocolVersion) };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of `WWW-Authenticate` (RFC 6750, 3) what it asks for. */
function challenge(headers: Readonly<Record<string, string>> | undefined) {
  const value = headers?.['www-authenticate'];
  if (value === undefined) return {};
  const part = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(value)?.[1];
  const [error, scope] = [part('error'), part('scope')];
  return {
    ...(error !== undefined && { challenge_error: knownText(error, ['invalid_token', 'insufficient_scope']) }),
    ...(scope !== undefined && { challenge_scope: knownAmong(scope.split(' '), [...SCOPES, LOOKER_SCOPE]) }),
  };
}
