import type { Args, SignedTexts } from '../../tools/catalogue/tool.js';
import type { TableFormat } from '../answers/cell-text.js';

/** What a caller comes back for. */
export type QueryHandle =
  /** One query that goes on in Looker. */
  | {
      readonly kind: 'query';
      readonly digest: string;
      readonly taskId: string;
      readonly queryId: string;
      readonly startedAtMs: number;
      readonly shown: TableFormat | null;
      /** The rows that it asks for at most; undefined: all, or nobody knows. */
      readonly rowsMax: number | undefined;
    }
  /** A dashboard, by the arguments of the call: its tiles that go on are found by what they ask. */
  | { readonly kind: 'dashboard'; readonly args: Args };

/** Writes a handle that any process can read, and nobody else can make. */
export function signHandle(handle: QueryHandle, texts: SignedTexts): string {
  const { kind } = handle;
  return texts.sign(JSON.stringify([kind, ...(kind === 'query' ? partsOf(handle) : [handle.args])]));
}

/** Null: it is none, or another account's or person's. */
export function openHandle(text: string, texts: SignedTexts): QueryHandle | null {
  const signed = texts.open(text.trim());
  if (signed === null) return null;
  const [kind, ...parts]: unknown[] = JSON.parse(signed);
  if (kind === 'dashboard') return { kind, args: parts[0] as Args };
  const [digest = '', taskId = '', queryId = '', shown, startedAt, rowsMax = ''] = parts.map(String);
  return {
    ...{ kind: 'query', digest, taskId, queryId },
    startedAtMs: startedAt === undefined ? Date.now() : Number(startedAt),
    shown: shown === 'table' || shown === 'csv' ? shown : null,
    rowsMax: rowsMax === '' ? undefined : Number(rowsMax),
  };
}

const partsOf = (query: Extract<QueryHandle, { kind: 'query' }>) => [
  ...[query.digest, query.taskId, query.queryId, query.shown ?? '', query.startedAtMs, query.rowsMax ?? ''],
];
