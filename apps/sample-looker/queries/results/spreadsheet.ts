import { escapeXml } from '../../xml.js';
import { textTable } from './result-formats.js';
import {
  columnsOf,
  pivotedColumnsOf,
  type ResultRow,
  type ResultSet,
  unpivotedCalculationsOf,
  type Value,
} from './result-set.js';

export const spreadsheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const officeNamespace = 'http://schemas.openxmlformats.org/officeDocument/2006';
const packageNamespace = 'http://schemas.openxmlformats.org/package/2006';
const sheetNamespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** The first day that a zip archive can name: the same rows make the same file. */
const firstDay = new Date(1980, 0, 1);

/** A result as an Excel workbook of one sheet: numbers stay numbers unless they are written out with their formats. */
export async function spreadsheetOf(result: ResultSet, applyFormatting: boolean): Promise<Uint8Array> {
  const headerRows = result.query.pivots.length === 0 ? 1 : 2;
  const table = textTable(result, applyFormatting);
  const rows: Value[][] = applyFormatting
    ? table
    : [...table.slice(0, headerRows), ...result.rows.map((row) => valuesOf(result, row))];
  const sheet = `<worksheet xmlns="${sheetNamespace}"><sheetData>${rows.map(rowXml).join('')}</sheetData></worksheet>`;
  // Loaded for the first spreadsheet, so that the start does not wait for it.
  const { strToU8, zipSync } = await import('fflate');
  const files = Object.entries({ ...surroundings, 'xl/worksheets/sheet1.xml': xml + sheet });
  return zipSync(Object.fromEntries(files.map(([name, text]) => [name, strToU8(text)])), { mtime: firstDay });
}

const surroundings: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `${xml}<Types xmlns="${packageNamespace}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${spreadsheetType}.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
  '_rels/.rels': `${xml}<Relationships xmlns="${packageNamespace}/relationships"><Relationship Id="rId1" Type="${officeNamespace}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${xml}<workbook xmlns="${sheetNamespace}" xmlns:r="${officeNamespace}/relationships"><sheets><sheet name="Results" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${xml}<Relationships xmlns="${packageNamespace}/relationships"><Relationship Id="rId1" Type="${officeNamespace}/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
};

function valuesOf(result: ResultSet, row: ResultRow): Value[] {
  if (result.query.pivots.length === 0) return columnsOf(result.query).map(({ name }) => row.values[name] ?? null);
  return [
    ...result.query.dimensions.map(({ name }) => row.values[name] ?? null),
    ...result.pivots.flatMap(({ key }) =>
      pivotedColumnsOf(result.query).map(({ name }) => row.pivoted[name]?.[key] ?? null),
    ),
    ...unpivotedCalculationsOf(result.query).map(({ name }) => row.values[name] ?? null),
  ];
}

function rowXml(values: readonly Value[]): string {
  const cells = values.map((value) => {
    if (value === null || value === '') return '<c/>';
    if (typeof value === 'number') return `<c><v>${value}</v></c>`;
    return `<c t="inlineStr"><is><t xml:space="preserve">${escapeXml(value)}</t></is></c>`;
  });
  return `<row>${cells.join('')}</row>`;
}
