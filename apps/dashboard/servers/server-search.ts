import { expiryState } from '../expiry/expiry.ts';
import type { AccountServer } from './server-queries.ts';
import { callsOf, type ServerUse, USE_DAYS } from './usage/usage-queries.ts';

/** What the address says of which servers to show and in which order; what is left out does not matter. */
export interface ServerSearch {
  readonly name?: string | undefined;
  readonly account?: string | undefined;
  readonly state?: string | undefined;
  readonly sort?: string | undefined;
  readonly page?: string | undefined;
}

type Test = (row: AccountServer, now: Date) => boolean;
type Use = ReadonlyMap<string, ServerUse>;

const stateOf = ({ server }: AccountServer, now: Date) => expiryState(server.expires_at, now);

export const STATES: Readonly<Record<string, { label: string; passes: Test }>> = {
  living: { label: 'Working', passes: (row, now) => stateOf(row, now) !== 'over' },
  soon: { label: 'Ending soon', passes: (row, now) => stateOf(row, now) === 'soon' },
  expired: { label: 'Expired', passes: (row, now) => stateOf(row, now) === 'over' },
  endless: { label: 'Without an end', passes: (row, now) => stateOf(row, now) === 'endless' },
};

const byText = (left: string, right: string) => left.localeCompare(right, 'en', { numeric: true });
/** Later than every time. */
const NEVER = '~';

type Order = (left: AccountServer, right: AccountServer, use: Use) => number;

const byUse =
  (number: (use: ServerUse | undefined) => number): Order =>
  (left, right, use) =>
    number(use.get(right.server.id)) - number(use.get(left.server.id));

export const ORDERS: Readonly<Record<string, { label: string; order: Order }>> = {
  newest: {
    label: 'Newest first',
    order: (left, right) => byText(right.server.created_at, left.server.created_at),
  },
  name: { label: 'By name', order: (left, right) => byText(left.server.name, right.server.name) },
  ending: {
    label: 'Ending first',
    order: (left, right) => ((left.server.expires_at ?? NEVER) < (right.server.expires_at ?? NEVER) ? -1 : 1),
  },
  'last-call': {
    label: 'Last called first',
    order: byUse((use) => (use === undefined ? 0 : new Date(use.last_call_at).getTime())),
  },
  calls: { label: 'Most called first', order: byUse((use) => callsOf(use, USE_DAYS)) },
};

export const ORDER_DEFAULT = 'newest';

/** Whether a server is meant: by a part of its name, or by the end of its URL as it is shown, `…e10U`. */
function isCalled({ server }: AccountServer, typed: string): boolean {
  const text = typed.trim().toLowerCase();
  return (
    server.name.toLowerCase().includes(text) || server.fingerprint?.toLowerCase() === text.replace(/^(…|\.{3})/, '')
  );
}

/** The servers that pass, in order. */
export function searchServers(
  rows: readonly AccountServer[],
  { name = '', account, state = '', sort = ORDER_DEFAULT }: ServerSearch,
  use: Use,
  now: Date,
): AccountServer[] {
  const passes = STATES[state]?.passes ?? (() => true);
  const order = (ORDERS[sort] ?? ORDERS[ORDER_DEFAULT])?.order ?? (() => 0);
  return rows
    .filter((row) => account === undefined || row.account.id === account)
    .filter((row) => isCalled(row, name) && passes(row, now))
    .sort((left, right) => order(left, right, use));
}
