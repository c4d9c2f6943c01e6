import { readParts } from '../../looker/json-parts.js';
import { LookerError } from '../../looker/looker-error.js';
import { ListPart } from '../../tools/run/tool-answer.js';
import type { PageRequest } from '../../tools/schema/paging.js';

/** Of a list of which a page is shown. */
const LIST_BYTES_MAX = 64 * 1024 * 1024;
const VALUES_MAX = 30_000;

/**
 * Reads the records of a page out of a list that Looker sends as a whole, and counts the others.
 * @throws LookerError `too_large`, `not_looker` where it is no list, and what reading throws.
 */
export async function readListPart(
  chunks: AsyncIterable<Uint8Array>,
  { offset, limit }: Pick<PageRequest, 'offset' | 'limit'>,
): Promise<ListPart> {
  const records: unknown[] = [];
  let count = 0;
  let isList = false;
  await readParts(chunks, {
    bytesMax: LIST_BYTES_MAX,
    valuesMax: VALUES_MAX,
    visit: ([place], kind) => {
      if (place === undefined) {
        isList = kind === 'list';
        return isList ? 'enter' : 'skip';
      }
      count += 1;
      return count > offset && count <= offset + limit ? 'take' : 'skip';
    },
    onPart: (_, record) => records.push(record),
  });
  if (!isList) throw new LookerError('too_large', 'the answer is no list, and larger than can be shown');
  return new ListPart(records, count);
}
