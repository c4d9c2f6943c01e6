/** SQL of the functions that Looker has for custom fields and filters, too. */
export type FunctionSql = Readonly<Record<string, (parameters: readonly string[]) => string>>;

const unitSeconds = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
const formats: Readonly<Record<string, string>> = {
  ...{ years: '%Y', months: '%m', days: '%d', hours: '%H', minutes: '%M', seconds: '%S' },
};
const truncatedFormats: Readonly<Record<string, string>> = {
  ...{ years: '%Y-01-01', months: '%Y-%m-01', days: '%Y-%m-%d' },
  ...{ hours: '%Y-%m-%d %H:00:00', minutes: '%Y-%m-%d %H:%M:00' },
};

/** Of the functions of mathematics, those that sql.js has not of its own, since it warns of these. */
const plain: FunctionSql = {
  abs: ([value]) => `ABS(${value})`,
  ceiling: ([value]) => `CEILING(${value})`,
  exp: ([value]) => `POW(${Math.E}, ${value})`,
  floor: ([value]) => `(0 - CEILING(-(${value})))`,
  ln: ([value]) => `LN(${value})`,
  log: ([value]) => `(LOG2(${value}) / LOG2(10))`,
  mod: ([value, divisor]) => `MOD(${value}, ${divisor})`,
  power: ([base, exponent]) => `POW(${base}, ${exponent})`,
  rand: () => '((RANDOM() + 9223372036854775808.0) / 18446744073709551616.0)',
  round: (parameters) => `ROUND(${parameters.join(', ')})`,
  sqrt: ([value]) => `POW(${value}, 0.5)`,
  concat: (parameters) => `(${parameters.map((value) => `COALESCE(${value}, '')`).join(' || ')})`,
  contains: ([text, part]) => `(INSTR(${text}, ${part}) > 0)`,
  length: ([text]) => `LENGTH(${text})`,
  lower: ([text]) => `LOWER(${text})`,
  upper: ([text]) => `UPPER(${text})`,
  position: ([text, part]) => `INSTR(${text}, ${part})`,
  replace: (parameters) => `REPLACE(${parameters.join(', ')})`,
  substring: (parameters) => `SUBSTR(${parameters.join(', ')})`,
  if: ([test, yes, no]) => `CASE WHEN ${test} THEN ${yes} ELSE ${no} END`,
  coalesce: (parameters) =>
    parameters.length === 1 ? (parameters[0] ?? 'NULL') : `COALESCE(${parameters.join(', ')})`,
  is_null: ([value]) => `(${value} IS NULL)`,
  date: (parts) => `DATE(PRINTF('%04d-%02d-%02d', ${parts.join(', ')}))`,
  date_time: (parts) => `DATETIME(PRINTF('%04d-%02d-%02d %02d:%02d:%02d', ${parts.join(', ')}))`,
};

/** Times are `YYYY-MM-DD hh:mm:ss`; in shorter months, months later are the last day. */
const added = Object.fromEntries(
  ['seconds', 'minutes', 'hours', 'days', 'months', 'years'].map((unit) => [
    `add_${unit}`,
    ([count, time]: readonly string[]) =>
      `DATETIME(${time}, CAST(${count} AS INTEGER) || ' ${unit}'${unit === 'months' || unit === 'years' ? ", 'floor'" : ''})`,
  ]),
);
const between = Object.fromEntries(
  Object.entries(unitSeconds).map(([unit, seconds]) => [
    `diff_${unit}`,
    ([from, to]: readonly string[]) => `((UNIXEPOCH(${to}) - UNIXEPOCH(${from})) / ${seconds})`,
  ]),
);
const extracted = Object.fromEntries(
  Object.entries(formats).map(([unit, format]) => [
    `extract_${unit}`,
    ([time]: readonly string[]) => `CAST(STRFTIME('${format}', ${time}) AS INTEGER)`,
  ]),
);
const truncated = Object.fromEntries(
  Object.entries(truncatedFormats).map(([unit, format]) => [
    `trunc_${unit}`,
    ([time]: readonly string[]) => `STRFTIME('${format}', ${time})`,
  ]),
);

export const functionSql: FunctionSql = {
  ...plain,
  ...added,
  ...between,
  diff_months: ([from, to]) => monthsBetween(from, to),
  diff_years: ([from, to]) => `(${monthsBetween(from, to)} / 12)`,
  ...extracted,
  ...truncated,
};

/** Whole months, which begin at the same time of the month. */
function monthsBetween(from = '', to = ''): string {
  const count = (time: string) => `(STRFTIME('%Y', ${time}) * 12 + STRFTIME('%m', ${time}))`;
  const rest = (time: string) => `STRFTIME('%d %H:%M:%S', ${time})`;
  const months = `(${count(to)} - ${count(from)})`;
  return `(${months} - CASE WHEN ${to} >= ${from} THEN ${rest(to)} < ${rest(from)} ELSE -(${rest(to)} > ${rest(from)}) END)`;
}
