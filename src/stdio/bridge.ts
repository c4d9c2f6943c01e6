import type { Readable, Writable } from 'node:stream';
import {
  isInitializeRequest,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  type JSONRPCRequest,
  PROTOCOL_VERSION_META_KEY,
  type RequestId,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { isRecord } from '../values/is-record.js';
import { failedRequest } from './failed-request.js';

export interface BridgeOptions {
  /** An MCP URL. */
  readonly url: URL;
  /** Sent along with every request; undefined: nothing. */
  readonly apiToken: string | undefined;
  readonly input: Readable;
  readonly output: Writable;
  /** Takes lines for whoever started the process; the token of the URL is in none. */
  readonly log: (line: string) => void;
}

/** A request that has no answer yet. */
interface UnderWay {
  readonly isStateless: boolean;
  end(): void;
}

/**
 * Passes MCP messages on between a client that speaks over standard input and output and an MCP URL, as they are, in each revision of
 * MCP that both know. A request that gets no answer is answered with an error that says what to do.
 * Ends when the input ends.
 */
export async function bridge({ url, apiToken, input, output, log }: BridgeOptions): Promise<void> {
  const client = new StdioServerTransport(input, output);
  const headers = apiToken === undefined ? {} : { authorization: `Bearer ${apiToken}` };
  const gateway = new StreamableHTTPClientTransport(url, { requestInit: { headers } });
  const underWay = new Map<RequestId, UnderWay>();
  let initialize: RequestId | undefined;
  const report = (error: unknown) => log(hidden(url, error instanceof Error ? error.message : String(error)));
  const reply = (message: JSONRPCMessage) => client.send(message).catch(report);

  gateway.onmessage = (message) => {
    if ('id' in message && !('method' in message) && message.id != null) underWay.delete(message.id);
    // What follows in this session names the revision that both chose (MCP 2025-06-18 and later).
    if (isJSONRPCResultResponse(message) && message.id === initialize && isRecord(message.result))
      gateway.setProtocolVersion(String(message.result.protocolVersion));
    void reply(message);
  };
  gateway.onerror = report;

  const ask = async (request: JSONRPCRequest) => {
    const ended = new AbortController();
    underWay.set(request.id, { isStateless: isStateless(request), end: () => ended.abort() });
    if (isInitializeRequest(request)) initialize = request.id;
    try {
      await gateway.send(request, { requestSignal: ended.signal });
    } catch (error) {
      underWay.delete(request.id);
      if (!ended.signal.aborted) await reply(failedRequest(request.id, url, error));
    }
  };
  client.onmessage = (message) => {
    const cancelled = cancelledId(message);
    const request = cancelled === undefined ? undefined : underWay.get(cancelled);
    // Over HTTP a request of 2026-07-28 is cancelled by ending it; one of an earlier revision by a message about it.
    if (request?.isStateless) request.end();
    else if (isJSONRPCRequest(message)) void ask(message);
    else gateway.send(message).catch(report);
  };
  client.onerror = report;
  const closed = new Promise<void>((resolve) => {
    client.onclose = resolve;
    input.once('end', resolve).once('close', resolve);
  });
  await gateway.start();
  await client.start();
  await closed;
  for (const request of underWay.values()) request.end();
  await gateway.terminateSession().catch(() => undefined);
  await Promise.all([gateway.close(), client.close()]);
}

/** Whether a message says itself which revision it is of, as those of 2026-07-28 do. */
const isStateless = (message: JSONRPCMessage): boolean =>
  'params' in message && isRecord(message.params?._meta) && PROTOCOL_VERSION_META_KEY in message.params._meta;

function cancelledId(message: JSONRPCMessage): RequestId | undefined {
  if (!isJSONRPCNotification(message) || message.method !== 'notifications/cancelled') return undefined;
  const id = message.params?.requestId;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

/** A text without what opens the MCP server. */
const hidden = ({ pathname }: URL, text: string): string => {
  const token = pathname.split('/').at(-1) ?? '';
  return token.length < 8 ? text : text.replaceAll(token, '…');
};
