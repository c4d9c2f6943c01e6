/** A parsed `fields` parameter: the wanted names, each with what is wanted inside it (`undefined`: all of it). */
export type Selection = Map<string, Selection | undefined>;

/** Deeper nesting than any record has; it bounds the recursion. */
const depthMax = 8;

/**
 * Reads `id,title,owner(first_name,last_name)`. Spaces are ignored, and so is a bracket that never closes.
 */
export function parseSelection(fields: string): Selection {
  const tokens = fields.match(/[^\s,()]+|[,()]/g) ?? [];
  let position = 0;
  const readList = (depth: number): Selection => {
    const selection: Selection = new Map();
    let latest: string | undefined;
    while (position < tokens.length) {
      const token = tokens[position] ?? '';
      position += 1;
      if (token === ')') break;
      if (token === '(') {
        const inner = readList(depth + 1);
        if (latest !== undefined && depth < depthMax) selection.set(latest, inner);
      } else if (token !== ',') {
        latest = token;
        selection.set(token, undefined);
      }
    }
    return selection;
  };
  return readList(0);
}

/** Keeps of a record, or of each record of a list, what `fields` names. Without `fields`, everything; unknown names are ignored. */
export function project(value: unknown, fields: string | undefined): unknown {
  return fields === undefined || fields.trim() === '' ? value : select(value, parseSelection(fields));
}

function select(value: unknown, selection: Selection): unknown {
  if (Array.isArray(value)) return value.map((entry) => select(entry, selection));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => selection.has(name));
  return Object.fromEntries(
    kept.map(([name, inner]) => {
      const innerSelection = selection.get(name);
      return [name, innerSelection === undefined ? inner : select(inner, innerSelection)];
    }),
  );
}
