/** Words with which a part of a request begins that asks for something by itself. */
const REQUESTING = new Set(
  'add alert build change compare copy count create delete deploy disable download email enable export find get give invite list make move notify open pull put query read remove rename render run save schedule search send set share show start tell update validate write'.split(
    ' ',
  ),
);
const CONDITION = /^(?:if|when|whenever|once|unless|in case)\s/i;
/** The end of a sentence, or what may stand between two requests in one. */
const SEPARATOR = /([.;!?]+(?:\s+|$)|\s*,\s*|\s+(?:and|then|also|plus)\s+)/i;
const SENTENCE_END = /[.;!?]/;
const FILLER = /^(?:(?:please|also|then|and|now|next)\s+)+/i;
/** What stands in quotes is a name, and says nothing of what to do with it. */
const QUOTED = /(^|[\s(,:])["'“‘„«][^"'“”‘’„«»]{1,100}["'”’“»](?=$|[\s),.;:!?])/g;
const HAS_WORD = /[\p{L}\p{N}]/u;
const CLAUSES_MAX = 4;

/** The parts of a request that each ask for something, in their order: "Find the dashboard, and send it every Monday". */
export function clausesOf(request: string): readonly string[] {
  const clauses: string[] = [];
  let separator = '.';
  for (const [at, piece] of withoutNames(request).split(SEPARATOR).entries()) {
    if (at % 2 === 1) {
      separator += piece;
      continue;
    }
    if (!HAS_WORD.test(piece)) continue;
    const text = piece.trim().replace(FILLER, '');
    if (SENTENCE_END.test(separator) || REQUESTING.has(firstWordOf(text))) clauses.push(text);
    else clauses.push(`${clauses.pop() ?? ''}${separator}${piece}`);
    separator = '';
  }
  const asking = clauses.filter((clause) => !CONDITION.test(clause));
  return (asking.length > 0 ? asking : clauses).slice(0, CLAUSES_MAX);
}

function withoutNames(request: string): string {
  const unnamed = request.replace(QUOTED, '$1');
  return HAS_WORD.test(unnamed) ? unnamed : request;
}

const firstWordOf = (text: string): string => /^[a-z]+/i.exec(text)?.[0].toLowerCase() ?? '';
