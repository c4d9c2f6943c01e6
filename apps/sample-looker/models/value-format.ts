/** LookML's own names of formats. */
export const namedFormats = {
  usd: '$#,##0.00',
  usd_0: '$#,##0',
  decimal_0: '#,##0',
  decimal_1: '#,##0.0',
  decimal_2: '#,##0.00',
  decimal_3: '#,##0.000',
  decimal_4: '#,##0.0000',
  percent_0: '#,##0%',
  percent_1: '#,##0.0%',
  percent_2: '#,##0.00%',
  percent_3: '#,##0.000%',
  percent_4: '#,##0.0000%',
  eur: '€#,##0.00',
  eur_0: '€#,##0',
  gbp: '£#,##0.00',
  gbp_0: '£#,##0',
  id: '0',
} as const;
export type ValueFormatName = keyof typeof namedFormats;

/** The Excel-style format behind LookML's `value_format_name`. */
export function formatOfName(name: ValueFormatName | null): string | null {
  return name === null ? null : namedFormats[name];
}

const currencies: Readonly<Record<string, string>> = { usd: '$', eur: '€', gbp: '£' };
const digitsMax = 4;

/** The format behind a name that Looker has for all instances, such as `percent_0` or `eur`; null for any other name. */
export function formatOfStandardName(name: unknown): string | null {
  const [, kind = '', digits] = /^(decimal|percent|usd|eur|gbp|id)(?:_(\d))?$/.exec(String(name)) ?? [];
  if (kind === 'id') return namedFormats.id;
  const currency = currencies[kind];
  const count = digits === undefined && currency !== undefined ? 2 : Number(digits);
  if (!(count <= digitsMax)) return null;
  const number = `${currency ?? ''}#,##0${count > 0 ? `.${'0'.repeat(count)}` : ''}`;
  return kind === 'percent' ? `${number}%` : number;
}

/**
 * Writes a number the way a value format asks: text before and after the digits, grouping (`#,##0`), decimals (`.00`)
 * and percent. Conditions and sections of Excel's language are not known; the first section is used.
 */
export function formatNumber(value: number, format: string): string {
  const section = format.split(';')[0] ?? '';
  const digits = /[#0][#0,]*(\.[#0]+)?/.exec(section);
  if (digits === null) return section;
  const decimals = Math.min((digits[1]?.length ?? 1) - 1, 10);
  const scaled = section.includes('%') ? value * 100 : value;
  const number = Math.abs(scaled).toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: digits[0].includes(','),
  });
  const literal = (text: string) => text.replaceAll('"', '').replaceAll('\\', '');
  const before = literal(section.slice(0, digits.index));
  const after = literal(section.slice(digits.index + digits[0].length));
  return `${scaled < 0 ? '-' : ''}${before}${number}${after}`;
}
