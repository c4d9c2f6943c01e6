/** A value as a model or a program has it. */
export type FilterValue = string | number | boolean | null;

/** The languages of Looker's filter expressions; fields of all other types are filtered as texts. */
type FilterLanguage = 'string' | 'number' | 'date' | 'yesno';

/** Dimension and measure types that hold numbers, sum_distinct and the like included. */
const NUMBERS = /^(?:number|int|count|sum|average|min|max|median|percentile|running_total|duration_\w+)(?:_distinct)?$/;
/** Parts of a date that are numbers or names: `date_hour_of_day`, `date_day_of_week`. */
const DATE_NUMBERS = /^date_\w*(?:_of_|_num$|_index$)/;
const DATE_NAMES = /^date_\w*(?:day_of_week|_name|quarter_of_year)$/;

function languageOf(type: string): FilterLanguage {
  if (type === 'yesno') return 'yesno';
  if (NUMBERS.test(type)) return 'number';
  if (DATE_NAMES.test(type)) return 'string';
  if (DATE_NUMBERS.test(type)) return 'number';
  return /^(?:date|time)/.test(type) ? 'date' : 'string';
}

/**
 * One filter expression that means "any of these values, exactly": whatever has a meaning in Looker's filter language loses it.
 * @param type Looker's type of the field, such as `string`, `number`, `date_month`; left out where it is not known: then numbers and
 *   truth values are taken as such, and texts as texts.
 * @returns null for no values, since no expression means that nothing is.
 */
export function anyOf(values: readonly FilterValue[], type?: string): string | null {
  if (values.length === 0) return null;
  const expressions = [...new Set(values.map((value) => exactly(value, type)))];
  const truths = new Set(expressions.filter((expression) => expression === 'Yes' || expression === 'No'));
  // Both of them are any value, and yes/no filters take one.
  return truths.size === 2 && expressions.length === 2 && languageIn(values, type) === 'yesno'
    ? ''
    : expressions.join(',');
}

const languageIn = (values: readonly FilterValue[], type: string | undefined): FilterLanguage =>
  type === undefined ? languageOfValue(values[0] ?? null) : languageOf(type);

function languageOfValue(value: FilterValue): FilterLanguage {
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'yesno' : 'string';
}

/** A filter expression that means one value, exactly. See `anyOf`. */
export function exactly(value: FilterValue, type?: string): string {
  if (value === null) return 'NULL';
  switch (type === undefined ? languageOfValue(value) : languageOf(type)) {
    case 'number':
      return typeof value === 'number' ? digitsOf(value) : String(value).trim();
    case 'yesno':
      return /^(?:true|yes|1)$/i.test(String(value)) ? 'Yes' : 'No';
    case 'date':
      return String(value).trim();
    case 'string':
      return exactText(typeof value === 'number' ? digitsOf(value) : String(value));
  }
}

/** Without an exponent, which the filter language does not have. */
const digitsOf = (value: number): string =>
  value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });

const SPECIAL = /[\^%_",]/g;
/** What means something although no sign in it does, and what is cut off at the ends: it stands in quotes. */
const NEEDS_QUOTES = /^(?:null|empty)|^\s|\s$|^\{\{/i;
/** Quotes have escapes of their own. */
const BREAKS_QUOTES = /["^\\]/;
/** Without the look behind, each blank of a long run in the middle would be tried as the first one, which takes minutes. */
const BLANKS_AT_ENDS = /^ +|(?<! ) +$/g;

/**
 * A text of the string language. `^` takes the meaning of the sign behind it (Looker's guide, "Filter expressions"); of blanks at
 * the end the last one is doubled, as Looker itself writes them.
 */
function exactText(text: string): string {
  if (text === '') return 'EMPTY';
  if (NEEDS_QUOTES.test(text) && !BREAKS_QUOTES.test(text)) return `"${text}"`;
  return text
    .replace(SPECIAL, '^$&')
    .replace(/^-/, '^-')
    .replace(BLANKS_AT_ENDS, (blanks) => blanks.replaceAll(' ', '^ '))
    .replace(/\^ $/, '^ ^ ');
}
