/** What an expression gives; `any` is nothing that is known before it is computed, such as null. */
export type ValueType = 'number' | 'string' | 'date' | 'yesno' | 'any';

export interface ValueKind {
  type: ValueType;
  isList: boolean;
}

export interface Parameter {
  /** `column`: of this parameter all rows are taken, or the list that it gives. `filter`: a filter expression. */
  role: 'value' | 'column' | 'filter';
  type: ValueType;
  isOptional: boolean;
  /** Any number of them, at least one unless it is optional. */
  isRepeated: boolean;
}

/** How a function is called. */
export interface Signature {
  /**
   * Its parameters: `number`, `string`, `date`, `yesno`, `any`, `numbers` and `values` (a column or a list), `filter`;
   * `?` marks one that may be left out, `*` one that may come more often.
   */
  takes: string;
  /** What it gives: a type, a list, or `same` for what its parameters of the type `any` and `values` have in common. */
  gives: ValueType | 'list' | 'same';
}

const roles: Readonly<Record<string, Pick<Parameter, 'role' | 'type'>>> = {
  number: { role: 'value', type: 'number' },
  string: { role: 'value', type: 'string' },
  date: { role: 'value', type: 'date' },
  yesno: { role: 'value', type: 'yesno' },
  any: { role: 'value', type: 'any' },
  numbers: { role: 'column', type: 'number' },
  values: { role: 'column', type: 'any' },
  filter: { role: 'filter', type: 'any' },
};

/** There are few, and they are asked for at each call. */
const known = new Map<string, readonly Parameter[]>();

/** The parameters that `takes` names. Throws a RangeError for a word that it does not know. */
export function parametersOf({ takes }: Pick<Signature, 'takes'>): readonly Parameter[] {
  const parameters = known.get(takes) ?? readParameters(takes);
  known.set(takes, parameters);
  return parameters;
}

function readParameters(takes: string): readonly Parameter[] {
  return takes
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      const role = roles[word.replace(/[?*]$/, '')];
      if (role === undefined) throw new RangeError(`unknown parameter: ${word}`);
      return { ...role, isOptional: /[?*]$/.test(word), isRepeated: word.endsWith('*') };
    });
}
