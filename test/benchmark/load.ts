import { Pool } from 'undici';

/** One HTTP request that is made again and again, and a word that stands in each right answer. */
export interface Call {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly expected: string;
}

export interface Load {
  readonly calls: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * Makes calls for a time, or a number of them, over so many connections, each with one call at a time.
 * @throws when an answer is not what it should be: errors are quick, and would make a server look fast.
 */
export async function load(
  call: Call,
  connections: number,
  until: { readonly calls: number } | { readonly seconds: number },
): Promise<Load> {
  const { origin, pathname } = new URL(call.url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const took: number[] = [];
  const startedMs = performance.now();
  const isOver = () =>
    'calls' in until ? took.length >= until.calls : performance.now() - startedMs >= until.seconds * 1000;
  const one = async () => {
    while (!isOver()) {
      const beganMs = performance.now();
      const { headers, body } = call;
      const answer = await pool.request({ method: 'POST', path: pathname, headers, body });
      const text = await answer.body.text();
      if (answer.statusCode !== 200 || !text.includes(call.expected))
        throw new Error(`${call.url} answered ${answer.statusCode}: ${text.slice(0, 500)}`);
      took.push(performance.now() - beganMs);
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  const seconds = (performance.now() - startedMs) / 1000;
  await pool.close();
  took.sort((a, b) => a - b);
  const at = (part: number) => took[Math.floor((took.length - 1) * part)] ?? 0;
  return { calls: took.length, seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}
