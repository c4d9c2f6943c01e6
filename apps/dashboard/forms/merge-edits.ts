/** A field that somebody else changed while a form was filled in. */
export interface OtherEdit {
  /** `config.limits.rows`: as the form names it. */
  readonly path: string;
  readonly was: unknown;
  readonly now: unknown;
  /** The form changed it too, to something else: what was typed stays. */
  readonly isAlsoMine: boolean;
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSame = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);

/** All fields of a form's values that hold no others, by their paths. */
const fieldsOf = (values: object, prefix = ''): [path: string, value: unknown][] =>
  Object.entries(values).flatMap(([name, value]): [string, unknown][] =>
    isGroup(value) ? fieldsOf(value, `${prefix}${name}.`) : [[`${prefix}${name}`, value]],
  );

function put(values: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  const inner = values[name];
  if (rest.length > 0 && isGroup(inner)) put(inner, rest, value);
  else values[name] = value;
}

/**
 * Joins what was typed with what somebody else saved meanwhile, field by field: a field that was not touched takes theirs, one
 * that was touched keeps what was typed. A list is one field.
 * @param base what the form began with; @param mine what it holds; @param theirs what is stored now.
 */
export function mergeEdits<Values extends object>(
  base: Values,
  mine: Values,
  theirs: Values,
): { readonly values: Values; readonly others: readonly OtherEdit[] } {
  const [was, typed] = [new Map(fieldsOf(base)), new Map(fieldsOf(mine))];
  const values = structuredClone(theirs);
  const others: OtherEdit[] = [];
  for (const [path, now] of fieldsOf(theirs)) {
    const isTouched = !isSame(typed.get(path), was.get(path));
    if (isTouched) put(values as Record<string, unknown>, path.split('.'), typed.get(path));
    if (isSame(now, was.get(path))) continue;
    others.push({ path, was: was.get(path), now, isAlsoMine: isTouched && !isSame(typed.get(path), now) });
  }
  return { values, others };
}
