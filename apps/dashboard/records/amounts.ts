/** `12,345` */
export const amount = (number: number): string => number.toLocaleString('en');

/** `1 call`, `1,200 calls` */
export const counted = (number: number, one: string, more = `${one}s`): string =>
  `${amount(number)} ${number === 1 ? one : more}`;

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** `999 B`, `12.3 kB`, to three digits. */
export function sizeWords(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  return `${Number((bytes / 1000 ** step).toPrecision(3))} ${UNITS[step]}`;
}
