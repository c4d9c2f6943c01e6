import { amount } from '../records/amounts.ts';

const parameter = (item: string, name: string) => new RegExp(`;${name}=(\\d+)`).exec(item)?.[1];

const policyName = (policy: string) => (policy === 'mcp-server' ? 'This server' : policy.replace('looker', 'Looker'));

/** What the headers of an answer say of limits (`RateLimit`, `Retry-After`), a sentence each. */
export function limitWords(headers: Headers): string[] {
  const items = headers.get('ratelimit')?.split(/,\s*(?=")/) ?? [];
  const left = items.map((item) => {
    const policy = /^"([^"]*)"/.exec(item)?.[1] ?? 'Looker';
    const again = parameter(item, 't');
    const until = again === undefined ? '' : ` for the next ${amount(Number(again))} s`;
    return `${policyName(policy)}: ${amount(Number(parameter(item, 'r')))} more calls${until}.`;
  });
  const wait = headers.get('retry-after');
  return wait === null ? left : [...left, `Looker asks to wait ${amount(Number(wait))} s.`];
}
