import { sanitizedLine } from '../../looker/sanitized-text.js';
import type { FieldCategory } from '../../tools/catalogue/tool.js';
import { isRecord, type JsonRecord } from '../../values/is-record.js';

/** What a model has to know of a field to query it. */
export interface ExploreField {
  /** As queries name it: `view.field`. */
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly category: FieldCategory;
  readonly description: string;
  /** What LookML says that people call it as well. */
  readonly synonyms: readonly string[];
  /** The values that it may have, where LookML lists them and they are few. */
  readonly values: readonly string[];
  readonly isHidden: boolean;
}

const DESCRIPTION_CHARACTERS_MAX = 160;
const DESCRIPTION_CHARACTERS_READ = 1_000;
const VALUES_MAX = 12;
const VALUE_CHARACTERS_MAX = 60;
const SYNONYMS_MAX = 20;
const NAME_CHARACTERS_MAX = 255;

const listNames: Readonly<Record<FieldCategory, string>> = {
  dimension: 'dimensions',
  measure: 'measures',
  filter: 'filters',
  parameter: 'parameters',
};
const lists = Object.entries(listNames) as [FieldCategory, string][];

/** What is asked of Looker about the fields of an explore, as its `fields` parameter. */
export const wantedOfFields = lists
  .map(([, list]) => `${list}(name,label,type,description,hidden,synonyms,suggestions,enumerations)`)
  .join();

/** The lists of an explore's fields in Looker's description of it (`LookmlModelExploreFieldset`), in the order in which they are told. */
export const fieldLists: readonly string[] = lists.map(([, list]) => list);

/** The fields in Looker's description of an explore, short. */
export function readFields(fieldset: unknown): readonly ExploreField[] {
  if (!isRecord(fieldset)) return [];
  return fieldLists.flatMap((list) => recordsOf(fieldset[list]).flatMap((field) => readField(list, field)));
}

/** About how many characters of memory a field takes. */
export const fieldCharacters = ({ name, label, description, values, synonyms }: ExploreField): number =>
  150 + name.length + label.length + description.length + values.join().length + synonyms.join().length;

/** A field of one of the lists, short; none where it is no record. */
export function readField(list: string, field: unknown): readonly ExploreField[] {
  const category = lists.find(([, name]) => name === list)?.[0];
  if (!isRecord(field) || category === undefined) return [];
  const name = sanitizedLine(field.name, NAME_CHARACTERS_MAX);
  return [
    {
      name,
      label: sanitizedLine(field.label ?? name, NAME_CHARACTERS_MAX),
      type: sanitizedLine(field.type, NAME_CHARACTERS_MAX),
      category,
      description: shortened(sanitizedLine(field.description, DESCRIPTION_CHARACTERS_READ)),
      synonyms: textsOf(field.synonyms)
        .slice(0, SYNONYMS_MAX)
        .map((text) => sanitizedLine(text, VALUE_CHARACTERS_MAX)),
      values: valuesOf(field),
      isHidden: field.hidden === true,
    },
  ];
}

function valuesOf({ enumerations, suggestions }: JsonRecord): readonly string[] {
  const enumerated = recordsOf(enumerations).map(({ value }) => sanitizedLine(value, VALUE_CHARACTERS_MAX + 1));
  const values = enumerated.length > 0 ? enumerated : textsOf(suggestions);
  const isShort = values.length <= VALUES_MAX && values.every(({ length }) => length <= VALUE_CHARACTERS_MAX);
  return isShort ? values : [];
}

function shortened(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain.length <= DESCRIPTION_CHARACTERS_MAX ? plain : `${plain.slice(0, DESCRIPTION_CHARACTERS_MAX - 1)}…`;
}

const recordsOf = (value: unknown): readonly JsonRecord[] => (Array.isArray(value) ? value : []).filter(isRecord);
const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : []).filter((item) => typeof item === 'string');
