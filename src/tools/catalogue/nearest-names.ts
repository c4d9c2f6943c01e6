const NAME_LENGTH_MAX = 64;

/**
 * Of `names`, the up to three most like `wanted`, nearest first; none when nothing is close enough to be meant. Whoever asks
 * bounds how many names are wanted: each is compared with all of `names`.
 */
export function nearestNames(wanted: string, names: Iterable<string>): string[] {
  const lowered = wanted.slice(0, NAME_LENGTH_MAX).toLowerCase();
  const bare = bareName(lowered);
  const distanceMax = Math.max(2, Math.floor(lowered.length / 3));
  const near: { readonly name: string; readonly distance: number }[] = [];
  for (const name of names) {
    const distance = likeness(lowered, bare, name.slice(0, NAME_LENGTH_MAX).toLowerCase(), distanceMax);
    if (distance <= distanceMax) near.push({ name, distance });
  }
  return near
    .sort((left, right) => left.distance - right.distance || (left.name < right.name ? -1 : 1))
    .slice(0, 3)
    .map((candidate) => candidate.name);
}

const bareName = (name: string) => name.replace(/[^a-z0-9]/g, '');

// "folder" for "folder_id" and "dashboardId" for "dashboard_id" are the usual slips: cheaper than their edits, but for a single one.
function likeness(wanted: string, bareWanted: string, name: string, distanceMax: number): number {
  const bare = bareName(name);
  if (bareWanted === bare) return 0;
  const wordStart = name.startsWith(`${wanted}_`) || name.endsWith(`_${wanted}`);
  return wordStart && wanted.length > 2 ? 1.5 : editDistance(bareWanted, bare, distanceMax);
}

/** The edits from one text to another (Levenshtein); infinite as soon as it is clear that they are more than `max`. */
function editDistance(left: string, right: string, max: number): number {
  if (Math.abs(left.length - right.length) > max) return Number.POSITIVE_INFINITY;
  let edits = Uint8Array.from({ length: right.length + 1 }, (_, index) => index);
  let next = new Uint8Array(right.length + 1);
  for (let length = 1; length <= left.length; length++) {
    next[0] = length;
    if (fillNext(next, edits, left.charCodeAt(length - 1), right) > max) return Number.POSITIVE_INFINITY;
    [edits, next] = [next, edits];
  }
  return edits[right.length] ?? 0;
}

/** Fills in the edits for one more letter on the left, given those before it. @returns the least of them. */
function fillNext(next: Uint8Array, before: Uint8Array, letter: number, right: string): number {
  let least = next[0] ?? 0;
  for (let column = 1; column < next.length; column++) {
    const replaced = (before[column - 1] ?? 0) + (letter === right.charCodeAt(column - 1) ? 0 : 1);
    const edits = Math.min(replaced, (before[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1);
    next[column] = edits;
    least = Math.min(least, edits);
  }
  return least;
}
