import { isRecord } from '../api.js';
import { validationFailed } from '../looker-errors.js';

interface Line {
  indent: number;
  text: string;
  number: number;
}

/**
 * The YAML that LookML dashboards are written in: block mappings and lists, flow lists of plain values, quoted and plain
 * values. Throws a 422 that names the line for anything else.
 */
export function readYaml(text: string): unknown {
  const lines = text.split('\n').flatMap((raw, index): Line[] => {
    const content = raw.replace(/\s+$/, '');
    if (content.trim() === '' || content === '---' || content.trimStart().startsWith('#')) return [];
    return [{ indent: content.length - content.trimStart().length, text: content.trimStart(), number: index + 1 }];
  });
  const value = readBlock(lines);
  if (lines[0] !== undefined) throw unreadable(lines[0]);
  return value;
}

/** Writes plain data as the YAML that `readYaml` reads. Absent properties are left out. */
export function writeYaml(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    return value.map((entry) => `${indent}- ${writeYaml(entry, `${indent}  `).trimStart()}`).join('');
  }
  if (!isRecord(value)) return `${indent}${writeScalar(value)}\n`;
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined && entry !== null);
  return entries.map(([name, entry]) => `${indent}${name}:${writeEntry(entry, indent)}`).join('');
}

function writeEntry(value: unknown, indent: string): string {
  if (isRecord(value)) return Object.keys(value).length === 0 ? ' {}\n' : `\n${writeYaml(value, `${indent}  `)}`;
  if (!Array.isArray(value)) return ` ${writeScalar(value)}\n`;
  return value.some(isRecord) ? `\n${writeYaml(value, indent)}` : ` [${value.map(writeScalar).join(', ')}]\n`;
}

function writeScalar(value: unknown): string {
  const isPlain =
    typeof value === 'string' && /^[A-Za-z][\w .:%-]*$/.test(value) && !/^(true|false|null)$|: |:$| $/.test(value);
  return isPlain ? value : JSON.stringify(value ?? null);
}

/** Takes the lines of one block off the front of `lines`. */
function readBlock(lines: Line[]): unknown {
  const [first] = lines;
  if (first === undefined) return null;
  return /^-( |$)/.test(first.text) ? readList(lines, first.indent) : readMapping(lines, first.indent);
}

function readList(lines: Line[], indent: number): unknown[] {
  const entries: unknown[] = [];
  for (let line = lines[0]; line?.indent === indent && /^-( |$)/.test(line.text); line = lines[0]) {
    const rest = line.text.slice(1).trimStart();
    const restIndent = indent + line.text.length - rest.length;
    lines.shift();
    if (rest === '') {
      entries.push(readBlock(lines));
    } else if (splitEntry(rest) === undefined) {
      entries.push(readScalar(rest, line));
    } else {
      lines.unshift({ ...line, indent: restIndent, text: rest });
      entries.push(readMapping(lines, restIndent));
    }
  }
  return entries;
}

function readMapping(lines: Line[], indent: number): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  for (let line = lines[0]; line?.indent === indent && !/^-( |$)/.test(line.text); line = lines[0]) {
    const entry = splitEntry(line.text);
    if (entry === undefined) throw unreadable(line);
    lines.shift();
    const [next] = lines;
    const [name, text] = entry;
    // A list may stand as far left as the name that it belongs to.
    const isNested =
      next !== undefined && (next.indent > indent || (next.indent === indent && /^-( |$)/.test(next.text)));
    entries.push([name, text !== '' ? readScalar(text, line) : isNested ? readBlock(lines) : null]);
  }
  return Object.fromEntries(entries);
}

function splitEntry(text: string): [name: string, value: string] | undefined {
  const match = /^("[^"]*"|'[^']*'|[^\s'"[{][^:]*):(?:\s+(.*))?$/.exec(text);
  return match?.[1] === undefined ? undefined : [match[1].replace(/^["']|["']$/g, ''), (match[2] ?? '').trim()];
}

function readScalar(text: string, line: Line): unknown {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (/^".*"$/.test(text)) return readQuoted(text, line);
  if (/^'.*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  if (text === '{}') return {};
  if (/^\[.*\]$/.test(text)) {
    const entries = text.slice(1, -1).match(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,\s][^,]*/g) ?? [];
    return entries.map((entry) => readScalar(entry.trim(), line));
  }
  if (/^[[{|>&*!]/.test(text)) throw unreadable(line);
  return { true: true, false: false, null: null }[text] ?? (text === 'null' ? null : text);
}

function readQuoted(text: string, line: Line): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(line);
  }
}

function unreadable(line: Line) {
  const message = `Line ${line.number} cannot be read: ${line.text}`;
  return validationFailed([{ field: 'lookml', code: 'invalid', message }]);
}
