/** A time as the tables of the system activity model hold it. */
export function activityTime(time: Date): string {
  return time.toISOString().slice(0, 19).replace('T', ' ');
}

/** The same of a record's time stamp; null for what is none. */
export function activityTimeOf(stamp: unknown): string | null {
  if (typeof stamp !== 'string' && !(stamp instanceof Date)) return null;
  const time = new Date(stamp);
  return Number.isNaN(time.getTime()) ? null : activityTime(time);
}

/** A numeric id of a record; null for an id that is no number. */
export function activityId(id: unknown): number | null {
  const number = Number(id);
  return id === null || id === undefined || id === '' || !Number.isSafeInteger(number) ? null : number;
}

export function asFlag(value: unknown): number {
  return value === true ? 1 : 0;
}
