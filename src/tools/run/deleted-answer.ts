import { isRecord } from '../../values/is-record.js';
import type { ToolRun } from '../catalogue/tool.js';
import { valueResult } from './tool-answer.js';

interface Deletion {
  /** What is read of the record before it is gone, and answered: its names, as "id,name". */
  readonly fields: string;
  /** What else is lost, or what holds now. */
  readonly note?: string;
}

/**
 * The run of an operation that deletes the one record at its path: it reads the record first, and answers what was deleted. Where there is
 * no such record, nothing is sent but the read.
 */
export const answersDeleted =
  ({ fields, note }: Deletion): ToolRun =>
  async (call, args) => {
    const request = call.operationRequest(args);
    const { body } = await call.send({ verb: 'GET', path: request.path, query: { fields } });
    await call.send(request);
    return valueResult({ deleted: withoutNulls(body, fields), ...(note !== undefined && { note }) });
  };

/** The named properties of a record that have a value. */
export function withoutNulls(body: unknown, fields: string): Record<string, unknown> {
  const record = isRecord(body) ? body : {};
  return Object.fromEntries(
    fields.split(',').flatMap((name) => ((record[name] ?? null) === null ? [] : [[name, record[name]]])),
  );
}
