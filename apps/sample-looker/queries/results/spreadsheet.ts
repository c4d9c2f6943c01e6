import { crc32, deflateRawSync } from 'node:zlib';
import { escapeXml } from '../../xml.js';
import { textTable } from './result-formats.js';
import { columnsOf, pivotedColumnsOf, type ResultRow, type ResultSet, type Value } from './result-set.js';

export const spreadsheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const officeNamespace = 'http://schemas.openxmlformats.org/officeDocument/2006';
const packageNamespace = 'http://schemas.openxmlformats.org/package/2006';
const sheetNamespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** A result as an Excel workbook of one sheet: numbers stay numbers unless they are written out with their formats. */
export function spreadsheetOf(result: ResultSet, applyFormatting: boolean): Buffer {
  const headerRows = result.query.pivots.length === 0 ? 1 : 2;
  const table = textTable(result, applyFormatting);
  const rows: Value[][] = applyFormatting
    ? table
    : [...table.slice(0, headerRows), ...result.rows.map((row) => valuesOf(result, row))];
  const sheet = `<worksheet xmlns="${sheetNamespace}"><sheetData>${rows.map(rowXml).join('')}</sheetData></worksheet>`;
  return zip({ ...surroundings, 'xl/worksheets/sheet1.xml': xml + sheet });
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

/** A zip archive of deflated texts, by name. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    // Both headers share these: version, flags, method 8 (deflate), time, date (1980-01-01), checksum, sizes, name.
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(0x0800, 2);
    about.writeUInt16LE(8, 4);
    about.writeUInt16LE(0x21, 8);
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(bytes.length, 18);
    about.writeUInt16LE(Buffer.byteLength(name), 22);
    parts.push(Buffer.from('PK\u0003\u0004'), about, Buffer.from(name), packed);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), about, place, Buffer.from(name));
    offset += 4 + about.length + Buffer.byteLength(name) + packed.length;
  }
  const count = Object.keys(files).length;
  const end = Buffer.alloc(18);
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, ...directory, Buffer.from('PK\u0005\u0006'), end]);
}
