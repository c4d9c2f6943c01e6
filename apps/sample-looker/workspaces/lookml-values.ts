import { childrenOf, type LookmlNode, propertyOf } from '../projects/lookml-parser.js';

/** LookML's `${name}` as the models write it: `{name}`. */
export function referencesOf(sql: string): string;
export function referencesOf(sql: string | undefined): string | undefined;
export function referencesOf(sql: string | undefined): string | undefined {
  return sql?.replace(/\$\{\s*([\w.]+)\s*\}/g, '{$1}');
}

export function isYes(node: LookmlNode, key: string): boolean {
  return propertyOf(node, key) === 'yes';
}

/** The property, when it has a value. */
export function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  // A record of one name is made key by key, which the compiler cannot follow.
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}

/** By field: the conditions of `filters: [field: "x"]`, and of the older `filters: { field: … value: "x" }`. */
export function filtersOf(node: LookmlNode): Record<string, string> {
  const filters = [...childrenOf(node, 'filters'), ...childrenOf(node, 'filter')];
  return Object.fromEntries(
    filters.flatMap(({ items, children, ...filter }): [string, string][] => {
      if (items !== null) return items.map(pairOf);
      const field = propertyOf({ ...filter, items, children }, 'field');
      return field === undefined ? [] : [[field, propertyOf({ ...filter, items, children }, 'value') ?? '']];
    }),
  );
}

/** The parts of an item `name: value`. */
export function pairOf(item: string): [string, string] {
  const [name = '', value = ''] = item.split(/:\s*(.*)/s, 2);
  return [name, value];
}
