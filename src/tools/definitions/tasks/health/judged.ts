import { LookerError } from '../../../../looker/looker-error.js';
import { sideBySide } from '../../../../values/side-by-side.js';
import { explainError } from '../../../run/explain-error.js';

/** What could not be judged, and why. */
export interface NotJudged {
  readonly what: string;
  readonly why: string;
}

/** How many requests to Looker a look at its health has under way at once. */
const AT_ONCE_MAX = 4;

/**
 * Looks at each thing, some at once, in their order. What Looker refuses to tell of one does not keep the others from being judged;
 * after any other failure nothing more is asked.
 * @throws what is no failure of Looker's
 */
export async function judgeEach<Item, Judgement>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  judge: (item: Item) => Promise<Judgement>,
): Promise<{ readonly judged: readonly Judgement[]; readonly notJudged: readonly NotJudged[] }> {
  const judged = new Map<number, Judgement>();
  const notJudged = new Map<number, NotJudged>();
  let isStopped = false;
  await sideBySide(items.entries(), AT_ONCE_MAX, async ([index, item]) => {
    if (isStopped) {
      notJudged.set(index, { what: nameOf(item), why: 'Not tried.' });
      return;
    }
    try {
      judged.set(index, await judge(item));
    } catch (error) {
      if (!(error instanceof LookerError)) throw error;
      isStopped ||= error.fault !== 'refused' && error.fault !== 'too_large';
      notJudged.set(index, { what: nameOf(item), why: explainError(error) });
    }
  });
  const inOrder = <Value>(values: ReadonlyMap<number, Value>) =>
    [...values].sort(([one], [other]) => one - other).map(([, value]) => value);
  return { judged: inOrder(judged), notJudged: inOrder(notJudged) };
}
