const nameLengthMax = 64;

/** Of `names`, the up to three most like `wanted`, nearest first; none when nothing is close enough to be meant. */
export function nearestNames(wanted: string, names: Iterable<string>): string[] {
  const lowered = wanted.slice(0, nameLengthMax).toLowerCase();
  const distanceMax = Math.max(2, Math.floor(lowered.length / 3));
  return [...names]
    .map((name) => ({ name, distance: likeness(lowered, name.slice(0, nameLengthMax).toLowerCase()) }))
    .filter((candidate) => candidate.distance <= distanceMax)
    .sort((left, right) => left.distance - right.distance || (left.name < right.name ? -1 : 1))
    .slice(0, 3)
    .map((candidate) => candidate.name);
}

// "folder" for "folder_id" and "dashboardId" for "dashboard_id" are the usual slips: cheaper than their edits, but for a single one.
function likeness(wanted: string, name: string): number {
  const [bareWanted, bareName] = [wanted.replace(/[^a-z0-9]/g, ''), name.replace(/[^a-z0-9]/g, '')];
  if (bareWanted === bareName) return 0;
  const wordStart = name.startsWith(`${wanted}_`) || name.endsWith(`_${wanted}`);
  return wordStart && wanted.length > 2 ? 1.5 : editDistance(bareWanted, bareName);
}

function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
