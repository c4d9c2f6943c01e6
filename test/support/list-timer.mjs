/**
 * Lists the tools of the MCP server at the URL of its first argument, ten times a second, until it gets a message; then
 * sends back how long each list took, in milliseconds. A process of its own, so that what else a test does delays nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 100;
const [url = ''] = process.argv.slice(2);
const request = {
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
};
const times = [];
let goesOn = true;
process.once('message', () => {
  goesOn = false;
});
while (goesOn) {
  const startedAtMs = performance.now();
  const text = await (await fetch(url, request)).text();
  if (!text.includes('looker_query_run_inline')) throw new Error(text.slice(0, 500));
  const tookMs = performance.now() - startedAtMs;
  times.push(tookMs);
  await sleep(Math.max(EVERY_MS - tookMs, 0));
}
process.send?.(times, () => process.disconnect());
