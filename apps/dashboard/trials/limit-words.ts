import { amount } from '../records/amounts.ts';
import { secondsWords, timeText } from '../records/time-words.ts';

const parameter = (item: string, name: string) => new RegExp(`;${name}=(\\d+)`).exec(item)?.[1];

const policyName = (policy: string) => (policy === 'mcp-server' ? 'This server' : policy.replace('looker', 'Looker'));

/** What the headers of an answer say of limits (`RateLimit`, `Retry-After`), a sentence each. */
export function limitWords(headers: Headers): string[] {
  const items = headers.get('ratelimit')?.split(/,\s*(?=")/) ?? [];
  const left = items.map((item) => {
    const policy = /^"([^"]*)"/.exec(item)?.[1] ?? 'Looker';
    const again = parameter(item, 't');
    const until = again === undefined ? '' : ` for the next ${secondsWords(Number(again))}`;
    return `${policyName(policy)}: ${amount(Number(parameter(item, 'r')))} more calls${until}.`;
  });
  const wait = headers.get('retry-after');
  return wait === null ? left : [...left, waitText(wait)];
}

/** RFC 9110, 10.2.3: seconds, or a date. */
const waitText = (wait: string) =>
  /^\d+$/.test(wait)
    ? `Looker asks to wait ${secondsWords(Number(wait))}.`
    : `Looker asks to wait until ${Number.isNaN(Date.parse(wait)) ? wait : timeText(new Date(wait))}.`;
