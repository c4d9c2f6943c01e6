import type { TimedAnswer } from '../http/timed-exchange.js';
import { isRecord, type JsonRecord } from '../values/is-record.js';
import { type Question } from './ask.js';
import { jsonObject } from './metadata.js';
import type { DoctorContext } from './step.js';

/** The revision that has no `initialize`. */
export const CURRENT_REVISION = '2026-07-28';
/** The newest of those that clients open with `initialize`. */
export const FIRST_REVISION = '2025-11-25';

const CLIENT = { name: 'connection-doctor', version: '1' };
const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

interface Message {
  readonly method: string;
  readonly params?: JsonRecord;
}

/** A request as a client of 2025 sends it. */
export function firstRequest({ learned }: DoctorContext, { method, params = {} }: Message): Question {
  const { sessionId, revision } = learned;
  return {
    method: 'POST',
    headers: {
      ...HEADERS,
      ...(sessionId !== undefined && { 'mcp-session-id': sessionId }),
      ...(revision !== undefined && { 'mcp-protocol-version': revision }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', ...(method.startsWith('notifications/') ? {} : { id: 1 }), method, params }),
    isEnough: hasAnswer,
  };
}

/** A request of revision 2026-07-28, which says all that there is to know about its client. */
export function currentRequest({ method, params = {} }: Message): Question {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': CURRENT_REVISION,
    'io.modelcontextprotocol/clientInfo': CLIENT,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return {
    method: 'POST',
    headers: {
      ...HEADERS,
      'mcp-protocol-version': CURRENT_REVISION,
      'mcp-method': method,
      ...(typeof params.name === 'string' && { 'mcp-name': params.name }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: meta } }),
    isEnough: hasAnswer,
  };
}

export const INITIALIZE: Message = {
  method: 'initialize',
  params: { protocolVersion: FIRST_REVISION, capabilities: {}, clientInfo: CLIENT },
};

/** What a server answered to a request: its result, or its error. */
export interface McpAnswer {
  readonly result: JsonRecord | undefined;
  readonly error: { readonly code: unknown; readonly message: string } | undefined;
}

/** The answer in a body, JSON or a stream of events; undefined where there is none. */
export function mcpAnswer({ headers, text }: Pick<TimedAnswer, 'headers' | 'text'>): McpAnswer | undefined {
  const isStream = headers['content-type']?.startsWith('text/event-stream') === true;
  const texts = isStream ? eventsIn(text) : [text];
  return texts.map(answerIn).find((answer) => answer !== undefined);
}

const hasAnswer = (text: string): boolean => eventsIn(text).some((data) => answerIn(data) !== undefined);

/** The data of the events that are whole. */
const eventsIn = (text: string): string[] =>
  text
    .split(/\r?\n\r?\n/)
    .slice(0, -1)
    .map((event) =>
      event
        .split(/\r?\n/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice('data:'.length).trimStart())
        .join('\n'),
    );

function answerIn(text: string): McpAnswer | undefined {
  const message = jsonObject(text);
  if (message === undefined) return undefined;
  const { result, error } = message;
  if (isRecord(error)) return { result: undefined, error: { code: error.code, message: String(error.message ?? '') } };
  return isRecord(result) ? { result, error: undefined } : undefined;
}
