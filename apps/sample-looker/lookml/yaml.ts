import { createRequire } from 'node:module';
import { invalid } from '../looker-errors.js';

// Loaded with the first dashboard that is read or written as LookML, since it would make the start about 40 ms longer.
const require = createRequire(import.meta.url);
const library = (): typeof import('yaml') => require('yaml');

/** Reads the YAML that LookML dashboards are written in. Throws a 422 that names the line of the first mistake. */
export function readYaml(text: string): unknown {
  const { parse, YAMLParseError } = library();
  try {
    return parse(text);
  } catch (error) {
    const line = error instanceof YAMLParseError ? (error.linePos?.[0].line ?? 1) : 1;
    throw invalid('lookml', `Line ${line} cannot be read: ${text.split('\n')[line - 1]?.trim()}`);
  }
}

/** Writes plain data as YAML, a list of plain values in one line. Absent properties are left out. */
export function writeYaml(value: unknown): string {
  const { Document, isMap, visit } = library();
  const document = new Document(value, (_, entry) => entry ?? undefined);
  visit(document, {
    Seq: (_, list) => {
      list.flow = !list.items.some(isMap);
    },
  });
  return document.toString({ indentSeq: false, lineWidth: 0, flowCollectionPadding: false, blockQuote: false });
}
