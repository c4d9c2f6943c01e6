import { createParser } from 'eventsource-parser';
import { ApiProblem } from '../api/api-problem.ts';
import { answer, api, type Schemas } from '../api/client.ts';
import { type Server, serverPath } from '../servers/server-queries.ts';

export type Trial = Schemas['ToolTrialView'];

/** What came of a trial, and what the gateway and Looker say of their limits. */
export interface TrialAnswer {
  readonly trial: Trial;
  readonly headers: Headers;
}

/** How far a call is; `total` is left out where nobody knows it. */
export interface TrialProgress {
  readonly done: number;
  readonly total?: number;
  readonly message: string;
}

export interface TrialCall {
  readonly tool: string;
  readonly args: Record<string, unknown>;
}

/** Thrown when the member ended the call. */
export class TrialCancelled extends Error {
  override readonly name = 'TrialCancelled';
}

interface TrialWatch {
  /** Ends the call, in Looker too. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TrialProgress) => void;
}

/**
 * Calls a tool of a server.
 * @throws TrialCancelled, and ApiProblem when the gateway refuses or cannot be reached.
 */
export async function runTrial(server: Server, { tool, args }: TrialCall, watch: TrialWatch): Promise<TrialAnswer> {
  try {
    let headers = new Headers();
    const call = api
      .POST('/integrated-account/{account_id}/mcp/{mcp_id}/try', {
        params: { path: serverPath(server) },
        body: { tool_name: tool, arguments: args },
        parseAs: 'stream',
        signal: watch.signal,
      })
      .then((answered) => {
        headers = answered.response.headers;
        return answered;
      });
    const body = await answer(call);
    if (body === null) throw ApiProblem.unreachable();
    return { trial: await readTrial(body, headers, watch.onProgress), headers };
  } catch (problem) {
    if (watch.signal.aborted) throw new TrialCancelled();
    throw problem instanceof ApiProblem ? problem : ApiProblem.unreachable();
  }
}

/** A quick answer is JSON; a slow one is the last event of a stream. */
async function readTrial(
  body: ReadableStream<Uint8Array>,
  headers: Headers,
  onProgress: TrialWatch['onProgress'],
): Promise<Trial> {
  if (!headers.get('content-type')?.startsWith('text/event-stream')) return new Response(body).json();
  let last: string | null = null;
  const parser = createParser({
    onEvent: ({ event, data }) => {
      if (event === 'progress') onProgress(JSON.parse(data));
      else last = data;
    },
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read())
    parser.feed(decoder.decode(piece.value, { stream: true }));
  if (last === null) throw ApiProblem.unreachable();
  return JSON.parse(last);
}
