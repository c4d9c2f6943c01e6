import { type Agent, fetch } from 'undici';

/** What is asked, and how much of an answer is read. */
export interface GuardedRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly bytesMax: number;
  readonly signal: AbortSignal;
}

/**
 * Asks an address that somebody unknown has named. Redirects are answers of their own, and not followed.
 * @param agent a guarded one: it refuses addresses inside our network.
 * @returns the answer, read whole.
 * @throws Error where nothing is reached, or there are more bytes.
 */
export async function guardedFetch(
  agent: Agent,
  url: string,
  { method = 'GET', headers = {}, body, bytesMax, signal }: GuardedRequest,
): Promise<Response> {
  const answer = await fetch(url, {
    ...{ dispatcher: agent, redirect: 'manual', method, signal },
    headers: { accept: 'application/json', ...headers },
    ...(body !== undefined && { body }),
  });
  const text = await textOf(answer.body, bytesMax);
  const isEmpty = [204, 205, 304].includes(answer.status);
  return new Response(isEmpty ? null : text, { status: answer.status, headers: [...answer.headers] });
}

async function textOf(body: AsyncIterable<Uint8Array> | null, bytesMax: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new Error(`a document has more than ${bytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
