import { encodeCursor, type PageRequest, pageOf } from '../catalogue/paging.js';
import type { Tool } from '../catalogue/tool.js';
import { type Args, type RunContext, type RunResult, type ToolRunner, textResult } from '../tasks/tool-runner.js';
import { workTurns } from '../work-turns.js';
import type { ExploreMetadata, ListedExplore } from './explore-metadata.js';
import type { ExploreName, FoundField } from './field-index.js';
import { FieldIndexes } from './field-indexes.js';
import { stemOf, wordsOf } from './field-words.js';

const NO_EXPLORE = 'No explore of that name. Without query and explore, the tool lists all explores.';
const NO_FIELD =
  'No field fits these words. Try others, or name an explore without query to list all of its fields. Without any argument the tool lists all explores.';

/** An explore and what its model's list says of it. */
interface Candidate extends ListedExplore {
  readonly model: string;
  readonly explore: string;
}

type Row = Readonly<Record<string, string>>;

/** Names of columns, notes and the cursor. */
const AROUND_CHARACTERS = 500;
/** Explores named of one field. */
const EXPLORES_SHOWN_MAX = 10;

/** Finds fields of explores by words, and lists explores, in few words. */
export class FieldSearchRunner implements ToolRunner {
  private readonly indexes: FieldIndexes;

  constructor(private readonly metadata: ExploreMetadata) {
    this.indexes = new FieldIndexes(metadata);
  }

  async run(tool: Tool, args: Args, context: RunContext): Promise<RunResult> {
    const words = String(args.query ?? '').trim();
    const explores = await this.exploresOf(args, context);
    if (explores.length === 0) return textResult(NO_EXPLORE, null, true);
    const page = pageOf(tool, args) ?? { offset: 0, limit: explores.length, by: 'gateway' };
    if (words === '' && args.explore === undefined)
      return listing({ kind: 'explores', all: explores, rowOf: exploreRow, notes: [] }, page, context);
    const { index, left } = await this.indexes.indexOf(context.connection, explores);
    // Many may have waited for the same index.
    await workTurns.next({ isBegun: true });
    const found = words === '' ? index.fields : index.search(words);
    if (found.length === 0) return textResult([NO_FIELD, ...notSearched(left, explores)].join('\n'), 0);
    const rowOf = (field: FoundField) => fieldRow(field, explores.length > 1);
    return listing({ kind: 'fields', all: found, rowOf, notes: notSearched(left, explores) }, page, context);
  }

  /** Those that the arguments name; hidden ones only where they are named. */
  private async exploresOf({ model, explore }: Args, { connection }: RunContext): Promise<readonly Candidate[]> {
    const models = await this.metadata.listModels(connection);
    return models
      .filter(({ name }) => model === undefined || name === model)
      .flatMap(({ name, explores }) => explores.map((one) => ({ ...one, model: name, explore: one.name })))
      .filter(({ name, isHidden }) => (explore === undefined ? !isHidden : name === explore));
  }
}

const exploreRow = ({ model, explore, label, description }: Candidate): Row => ({ model, explore, label, description });

const notSearched = (left: readonly unknown[], all: readonly unknown[]): readonly string[] =>
  left.length === 0 ? [] : [`${left.length} of ${all.length} explores were not searched: name a model or an explore.`];

function fieldRow(field: FoundField, isOneOfSeveral: boolean): Row {
  const { name, category, type, label, description, values, explores } = field;
  return {
    ...{ field: name, category, type },
    // "Users State" says no more than users.state.
    label: stemsOf(label) === stemsOf(name) ? '' : label,
    description,
    values: values.join(', '),
    explores: isOneOfSeveral ? exploresText(explores) : '',
  };
}

/** "shop: orders, users; sales: orders". */
function exploresText(explores: readonly ExploreName[]): string {
  const byModel = new Map<string, string[]>();
  for (const { model, explore } of explores.slice(0, EXPLORES_SHOWN_MAX))
    byModel.set(model, [...(byModel.get(model) ?? []), explore]);
  const more = explores.length > EXPLORES_SHOWN_MAX ? `; ${explores.length - EXPLORES_SHOWN_MAX} more` : '';
  return `${[...byModel].map(([model, names]) => `${model}: ${names.join(', ')}`).join('; ')}${more}`;
}

const stemsOf = (text: string) => wordsOf(text).map(stemOf).join(' ');

/** What is listed, and what the caller has to know of it. */
interface Listing<Item> {
  readonly kind: 'fields' | 'explores';
  readonly all: readonly Item[];
  /** Made of those that are shown alone. */
  readonly rowOf: (item: Item) => Row;
  readonly notes: readonly string[];
}

/** A page of rows as a table with tabs, without the columns that are empty, and the same for programs. */
function listing<Item>(
  { kind, all, rowOf, notes }: Listing<Item>,
  { offset, limit }: PageRequest,
  context: RunContext,
): RunResult {
  const { rowsMax, charactersMax } = context.limits;
  const made = all.slice(offset, offset + Math.min(limit, rowsMax)).map(rowOf);
  const asked = made.map(filled);
  const rows = asked.slice(0, fittingCount(asked, charactersMax - AROUND_CHARACTERS));
  const end = offset + rows.length;
  const cursor = end < all.length ? context.sign(encodeCursor(end)) : null;
  const columns = Object.keys(made[0] ?? {}).filter((column) => rows.some((row) => row[column] !== undefined));
  const lines = rows.map((row) => columns.map((column) => row[column] ?? '').join('\t'));
  const more = cursor === null ? [] : [`${kind} ${offset + 1} to ${end} of ${all.length}. next_cursor: ${cursor}`];
  return {
    content: [{ kind: 'text', text: [columns.join('\t'), ...lines, ...notes, ...more].join('\n') }],
    structured: { [kind]: rows, total_rows: all.length, next_cursor: cursor },
    isError: false,
    rows: rows.length,
  };
}

/** Without what is empty, and without what would break a line. */
const filled = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row)
      .map(([column, text]) => [column, text.replace(/\s+/g, ' ').trim()] as const)
      .filter(([, text]) => text !== ''),
  );

/** How many rows fit as JSON, which is longer than the table; one at least, so that the next page is another. */
function fittingCount(rows: readonly Row[], characters: number): number {
  let room = characters;
  const over = rows.findIndex((row) => {
    room -= JSON.stringify(row).length + 1;
    return room < 0;
  });
  return over < 0 ? rows.length : Math.max(over, 1);
}
