const pattern = /^(\d{4})(?:-(\d\d?)(?:-(\d\d?)(?:[ T](\d\d?)(?::(\d\d?)(?::(\d\d?))?)?)?)?)?$/;
const yearMax = 9999;

/** A date or a time of a calculation, as clocks in the query's time zone show it. */
export class LookerTime {
  private constructor(
    /** As if the clock were one of UTC. */
    readonly ms: number,
    private readonly text: string | null,
  ) {}

  /** `undefined` outside of the years 0 to 9999. */
  static at(ms: number): LookerTime | undefined {
    const year = new Date(ms).getUTCFullYear();
    return year >= 0 && year <= yearMax ? new LookerTime(ms, null) : undefined;
  }

  /** Year, month, day, hours, minutes and seconds; `undefined` when no calendar has them. */
  static of(parts: readonly number[], text: string | null = null): LookerTime | undefined {
    const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0] = parts;
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    date.setUTCHours(hours, minutes, seconds);
    const made = partsOfDate(date);
    const isSame = [year, month, day, hours, minutes, seconds].every((part, index) => part === made[index]);
    return isSame && year >= 0 && year <= yearMax ? new LookerTime(date.getTime(), text) : undefined;
  }

  /** Of a text as Looker writes it, from `YYYY` to `YYYY-MM-DD hh:mm:ss`; it is written like that again. */
  static read(text: string): LookerTime | undefined {
    const [, ...found] = pattern.exec(text.trim()) ?? [];
    if (found[0] === undefined) return undefined;
    const parts = found.filter((part) => part !== undefined).map(Number);
    return LookerTime.of(parts, text.trim());
  }

  get parts(): readonly number[] {
    return partsOfDate(new Date(this.ms));
  }

  /** `YYYY-MM-DD`, with the time of day where it is not midnight. */
  toString(): string {
    if (this.text !== null) return this.text;
    const iso = new Date(this.ms).toISOString().slice(0, 19).replace('T', ' ');
    return iso.replace(/ 00:00:00$/, '');
  }
}

function partsOfDate(date: Date): number[] {
  return [
    ...[date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()],
    ...[date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()],
  ];
}
