import { pipeline, Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { stringify } from 'csv-stringify';

/**
 * Rows as a CSV file (RFC 4180) to save, written as they come: a line of names, then one line each. A text that a
 * spreadsheet would take for a formula gets an apostrophe in front.
 * @param name of the file: letters, digits, dots and hyphens.
 */
export function csvFile(name: string, columns: readonly string[], rows: AsyncIterable<object>): StreamableFile {
  const lines = stringify({
    // Without the mark, spreadsheets read UTF-8 as something else.
    bom: true,
    columns: [...columns],
    header: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
  // What ends the rows early ends the stream, and with it the answer: a file that is cut off must not look whole.
  pipeline(Readable.from(rows), lines, () => undefined);
  return new StreamableFile(lines, { type: 'text/csv; charset=utf-8', disposition: `attachment; filename="${name}"` });
}
