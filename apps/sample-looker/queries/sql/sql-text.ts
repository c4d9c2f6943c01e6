/** A SQL string literal; quotes are doubled, and SQLite knows no other escapes. */
export function sqlString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Words of SQL that are names of views. */
const reservedNames = ['group'];

/** A view's alias in a statement. */
export function sqlView(viewName: string): string {
  return reservedNames.includes(viewName) ? sqlName(viewName) : viewName;
}

/** `view.column` in a statement. */
export function sqlColumn(name: string): string {
  const [viewName = '', ...column] = name.split('.');
  return [sqlView(viewName), ...column].join('.');
}

/** All conditions together; `undefined` for none. */
export function sqlAnd(conditions: readonly string[]): string | undefined {
  return conditions.length === 0 ? undefined : conditions.map((condition) => `(${condition})`).join(' AND ');
}

export function sqlOr(conditions: readonly string[]): string | undefined {
  return conditions.length === 0 ? undefined : conditions.map((condition) => `(${condition})`).join(' OR ');
}
