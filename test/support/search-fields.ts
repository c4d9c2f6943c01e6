import { expect } from 'vitest';
import type { McpClient } from './mcp-clients.js';
import { rowsOf } from './sample.js';

export const FIELD_SEARCH = 'looker_lookml_explores_search_fields';

interface Table {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly string[])[];
}

/** What programs read of a field search. */
export interface FieldSearchAnswer extends Table {
  readonly row_count: number;
  readonly total_rows: number;
  readonly next_cursor: string | null;
  readonly hint?: string;
  readonly notes?: readonly string[];
  readonly explores?: Table;
}

/** Searches fields, which must work; the rows by the names of their columns. */
export async function searchFields(client: McpClient, args: Record<string, unknown>) {
  const answer = await client.callTool(FIELD_SEARCH, args);
  expect(answer.isError, answer.text).toBe(false);
  const structured = answer.structured as FieldSearchAnswer;
  return {
    text: answer.text,
    structured,
    rows: rowsOf(answer),
    explores: rowsOf({ structured: structured.explores ?? EMPTY }),
  };
}

const EMPTY: Table = { columns: [], rows: [] };
