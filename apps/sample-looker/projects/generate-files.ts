import { bodyRecord, type Call, isRecord, type LookerRecord } from '../api.js';
import type { Instance } from '../instance.js';
import { invalid } from '../looker-errors.js';
import { generatedViewText } from './lookml-text.js';

/**
 * A view for each table that the body names, and explores of them in a model or in files of their own, as text by path.
 * Throws a 422 for an unknown connection or table.
 */
export function generateFiles(instance: Instance, call: Call): Map<string, string> {
  const { connection, file_type_for_explores: exploresIn = 'none', folder_name: folder = '' } = call.query;
  if (!instance.models.some((model) => model.connectionName === connection)) {
    throw invalid('connection', 'Name a known connection.');
  }
  const { tables } = bodyRecord(call);
  if (!Array.isArray(tables) || tables.length === 0) throw invalid('tables', 'At least one table is needed.');
  const prefix = folder === '' ? '' : `${folder.replace(/\/$/, '')}/`;
  const files = new Map<string, string>();
  const explores: string[] = [];
  for (const table of tables.filter(isRecord)) {
    const name = String(table.table_name);
    files.set(`${prefix}${name}.view.lkml`, generatedViewText(name, columnsOf(instance, table)));
    if (exploresIn === 'none' || table.base_view === false) continue;
    const explore = `explore: ${name} {\n}\n`;
    if (exploresIn === 'explore') {
      files.set(`${prefix}${name}.explore.lkml`, `include: "/${prefix}${name}.view.lkml"\n\n${explore}`);
    } else explores.push(explore);
  }
  if (exploresIn === 'model') {
    const text = `connection: "${connection}"\n\ninclude: "/${prefix}*.view.lkml"\n\n${explores.join('\n')}`;
    files.set(`${prefix}${connection}.model.lkml`, text);
  }
  return files;
}

function columnsOf(instance: Instance, table: LookerRecord): { name: string; type: string; isKey: boolean }[] {
  const name = String(table.table_name);
  const found = /^\w+$/.test(name)
    ? instance.warehouse.select(`SELECT name, type, pk FROM pragma_table_info('${name}')`, 1_000).rows
    : [];
  if (found.length === 0) throw invalid('tables', `There is no table "${name}".`);
  const wanted = Array.isArray(table.columns) ? table.columns.filter(isRecord).map((column) => column.column_name) : [];
  return found
    .map(([column, type, key]) => ({
      name: String(column),
      type: String(type),
      isKey: typeof table.primary_key === 'string' ? column === table.primary_key : key === 1,
    }))
    .filter((column) => wanted.length === 0 || wanted.includes(column.name));
}
