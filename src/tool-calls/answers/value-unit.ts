/** Longer than any format; what reads it takes longer the longer it is, and not just in proportion. */
const FORMAT_CHARACTERS_MAX = 200;
/** What a percent format means: the values themselves are not multiplied. */
const FRACTION = 'fraction (1 = 100%)';
const CURRENCY = /[$€£¥₹₩₽₺₫₪฿]|(?:US|CA|AU|NZ|HK|SG)\$|R\$/u;

/**
 * The unit of a field's values, read off its value format (Looker's are Excel's): `$#,##0.00` -> "$", `0.0" km"` -> "km".
 * Formats that only shorten, such as `0.0,"K"`, have none: Looker gives the values unshortened.
 */
export function unitOf(valueFormat: unknown): string | undefined {
  if (typeof valueFormat !== 'string') return undefined;
  const [positive = ''] = valueFormat.slice(0, FORMAT_CHARACTERS_MAX).split(';');
  const written = positive.replace(/\[\$([^\]-]*)[^\]]*\]/g, '"$1"').replace(/\[[^\]]*\]/g, '');
  // Behind a comma that divides by thousands stands the name of the thousands, not of the unit.
  const quoted = [...written.matchAll(/(,?\s*)"([^"]*)"/g)].filter(([, comma]) => !comma?.startsWith(','));
  const words = quoted.map(([, , word]) => word?.trim() ?? '').find((word) => /\p{L}|\p{Sc}/u.test(word));
  const bare = written.replace(/"[^"]*"/g, '');
  if (words !== undefined) return words;
  if (bare.includes('%')) return FRACTION;
  return CURRENCY.exec(bare)?.[0];
}
