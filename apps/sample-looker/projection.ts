/** A parsed `fields` parameter: the wanted names, each with what is wanted inside it (`undefined`: all of it). */
export type Selection = Map<string, Selection | undefined>;

/** Deeper nesting than any record has; it bounds the recursion of `select`. */
const depthMax = 8;

/**
 * Reads `id,title,owner(first_name,last_name)`. Spaces are ignored, and so is a bracket that never closes.
 */
export function parseSelection(fields: string): Selection {
  const all: Selection = new Map();
  const open: { selection: Selection; latest: string | undefined }[] = [{ selection: all, latest: undefined }];
  for (const token of fields.match(/[^\s,()]+|[()]/g) ?? []) {
    const inner = open.at(-1);
    if (token === ')') {
      if (open.length > 1) open.pop();
    } else if (token === '(') {
      open.push({ selection: openBracket(inner, open.length), latest: undefined });
    } else if (inner !== undefined) {
      inner.latest = token;
      inner.selection.set(token, undefined);
    }
  }
  return all;
}

/** Brackets that are too deep or follow no name are read and ignored. */
function openBracket(
  outer: { selection: Selection; latest: string | undefined } | undefined,
  depth: number,
): Selection {
  const selection: Selection = new Map();
  if (outer?.latest !== undefined && depth < depthMax) outer.selection.set(outer.latest, selection);
  return selection;
}

/** The properties of a record, or of each record of a list, that `fields` names; all of them without `fields`. Unknown names are ignored. */
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
