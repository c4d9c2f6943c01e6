/** A stream of pseudo-random numbers in [0, 1): mulberry32, the same stream for the same seed on every machine. */
export type Random = () => number;

/** Seeds are small integers (a day number times a topic number), so they are mixed before use. */
export function randomFor(topic: number, dayNumber: number): Random {
  let state = Math.imul(dayNumber + 1, 0x9e3779b1) ^ Math.imul(topic + 1, 0x85ebca6b);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function integerBetween(random: Random, lowest: number, highest: number): number {
  return lowest + Math.floor(random() * (highest - lowest + 1));
}

/** One entry of `choices`; throws for an empty list, which would be a mistake in the shop's tables. */
export function pick<T>(random: Random, choices: readonly T[]): T {
  return entryAt(choices, Math.floor(random() * choices.length));
}

/** The entry whose share of the weights contains `share`, a number in [0, 1). */
export function pickWeighted<T extends { weight: number }>(share: number, choices: readonly T[]): T {
  const total = choices.reduce((sum, choice) => sum + choice.weight, 0);
  let remaining = share * total;
  for (const choice of choices) {
    remaining -= choice.weight;
    if (remaining < 0) return choice;
  }
  return entryAt(choices, choices.length - 1);
}

export function entryAt<T>(entries: readonly T[], index: number): T {
  const entry = entries[index];
  if (entry === undefined) throw new RangeError(`no entry ${index} in a list of ${entries.length}`);
  return entry;
}
