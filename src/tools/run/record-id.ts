import { LookerError } from '../../looker/looker-error.js';
import { sanitizedLine } from '../../looker/sanitized-text.js';
import { isRecord } from '../../values/is-record.js';

/** Of Looker's ids the slugs of dashboards made of LookML are the longest. */
export const ID_CHARACTERS_MAX = 255;

/** The id of the record that Looker answers; undefined where it has none. */
export function findRecordId(body: unknown): string | undefined {
  const id = isRecord(body) ? body.id : undefined;
  return typeof id === 'string' || typeof id === 'number' ? sanitizedLine(id, ID_CHARACTERS_MAX) : undefined;
}

/** The id of what Looker has made. @throws LookerError `not_looker` */
export function recordId(body: unknown): string {
  const id = findRecordId(body);
  if (id === undefined) throw new LookerError('not_looker', 'what it made has no id');
  return id;
}
