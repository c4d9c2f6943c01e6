import { answerResult, type ResultRequest } from '../../src/tool-calls/answers/result-answer.js';

async function* inPieces(text: string) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
}

/** The structured part of a page. */
export interface StructuredPage {
  readonly columns: readonly Record<string, unknown>[];
  readonly rows: readonly (readonly unknown[])[];
  readonly row_count: number;
  readonly total_rows?: number;
  readonly totals?: readonly unknown[];
  readonly next_cursor: string | null;
  readonly truncated?: { readonly reason: string; readonly hint: string };
}

/** A page of a result that Looker answers as `body`: JSON text, or what becomes it. */
export async function answerOf(body: unknown, request: Partial<ResultRequest> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await answerResult(inPieces(text), {
    format: 'table',
    limits: { rowsMax: 1_000, charactersMax: 150_000 },
    offset: 0,
    more: { cursorOf: (offset, total) => `${offset} of ${total}` },
    ...request,
  });
  const [table = '', said = ''] = answer.content.map((part) => (part.kind === 'text' ? part.text : ''));
  const structured: StructuredPage = JSON.parse(JSON.stringify(answer.structured ?? {}));
  return { ...answer, text: table + said, lines: table.split('\n'), said, structured };
}
