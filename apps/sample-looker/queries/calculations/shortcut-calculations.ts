/** Looker's shortcuts: calculations that a query names with the field, in place of an expression. */
const shortcuts: Readonly<Record<string, (field: string) => string>> = {
  percent_of_column_sum: (field) => `${field} / sum(${field})`,
  percent_of_previous: (field) => `${field} / offset(${field}, 1)`,
  percent_difference_from_previous: (field) => `(${field} - offset(${field}, 1)) / offset(${field}, 1)`,
  percent_of_row: (field) => `${field} / sum(pivot_row(${field}))`,
  percent_of_previous_column: (field) => `${field} / pivot_offset(${field}, -1)`,
  percent_change_from_previous_column: (field) =>
    `(${field} - pivot_offset(${field}, -1)) / pivot_offset(${field}, -1)`,
  running_total: (field) => `running_total(${field})`,
  running_row_total: (field) => `sum(pivot_offset_list(${field}, 1 - pivot_column(), pivot_column()))`,
  rank_of_column: (field) => `rank(${field}, ${field})`,
};

/** The expression of a shortcut; `undefined` for a type that is none, and without a field. */
export function shortcutExpression(calculationType: unknown, parameters: unknown): string | undefined {
  const field = Array.isArray(parameters) ? parameters[0] : undefined;
  if (typeof calculationType !== 'string' || typeof field !== 'string') return undefined;
  return Object.hasOwn(shortcuts, calculationType) ? shortcuts[calculationType]?.(`\${${field}}`) : undefined;
}
