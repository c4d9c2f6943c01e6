import { workTurns } from '../../looker/work-turns.js';
import type { Args } from '../../tools/catalogue/tool.js';
import { type ToolResult, textResult } from '../../tools/run/tool-result.js';
import { type PageRequest, pageRequestOf } from '../../tools/schema/paging.js';
import type { RunContext } from '../capabilities/run-context.js';
import type { Candidate } from './explore-index.js';
import type { ExploreMetadata, ListedModel } from './explore-metadata.js';
import type { ExploresReading } from './explores-reading.js';
import { ExploresReadings, type SearchedPart } from './explores-readings.js';
import type { FoundField } from './field-index.js';
import { MISSING_MS_MAX } from './name-suggestions.js';
import { filterNotes, notSearchedNotes } from './search-notes.js';
import { searchPage } from './search-page.js';
import { EXPLORE_COLUMNS, exploreRow, FIELD_COLUMNS, fieldRow } from './search-rows.js';

const NO_EXPLORE = 'No explore of that name. Without query and explore, the tool lists all explores.';
const NO_FIELD =
  'No field fits these words. Try others, or name an explore without query to list all of its fields. Without any argument the tool lists all explores. What was added elsewhere in the last minutes is found with fresh: true.';
const EXPLORES_FIT =
  'No field fits these words, but these explores do: name one of them without query to list all of its fields.';
const UNREADABLE =
  'Looker answers 404 for what it lists here: the LookML has errors, or the user behind this connection may not see it.';

/** A search answers before clients give up: after so long no further explore is asked for, nor after half of the call's time. */
const READING_MS_MAX = 25_000;
/** Explores that are answered beside the fields. */
const EXPLORES_FOUND_MAX = 5;

/** What is searched, and in which order. */
interface Scope {
  readonly models: readonly ListedModel[];
  readonly part: SearchedPart;
  /** Those that fit the words come first. */
  readonly explores: readonly Candidate[];
  readonly fitting: readonly Candidate[];
}

/** Finds fields and explores by words, and lists explores, in few words. */
export class FieldSearch {
  private readonly readings: ExploresReadings;

  constructor(private readonly metadata: ExploreMetadata) {
    this.readings = new ExploresReadings(metadata);
  }

  async search(args: Args, context: RunContext): Promise<ToolResult> {
    const words = String(args.query ?? '').trim();
    if (args.fresh === true && args.next_cursor === undefined) this.metadata.renew(context.connection);
    const scope = await this.scopeOf(args, words, context);
    if (scope.explores.length === 0) return textResult(NO_EXPLORE, null, true);
    const page = pageRequestOf(context.tool, args) ?? { offset: 0, limit: scope.explores.length, by: 'gateway' };
    if (words === '' && scope.part.explore === undefined)
      return searchPage({ columns: EXPLORE_COLUMNS, all: scope.explores, rowOf: exploreRow }, page, context);
    const reading = await this.read(scope, page, context);
    if (scope.explores.every((one) => reading.isMissing(one))) return textResult(UNREADABLE, null, true);
    // Many may have waited for the same.
    await workTurns.next({ isBegun: true });
    const fields = words === '' ? inOrder(reading.index.fields, scope) : await reading.index.search(words);
    return this.answer(fields, reading, scope, page, context);
  }

  private answer(
    fields: readonly FoundField[],
    reading: ExploresReading,
    { explores, fitting }: Scope,
    page: PageRequest,
    context: RunContext,
  ): ToolResult {
    const isOne = explores.length === 1;
    const places = isOne ? null : placesOf(explores);
    const found = page.offset > 0 ? [] : fitting.filter((one) => !reading.isMissing(one)).slice(0, EXPLORES_FOUND_MAX);
    return searchPage(
      {
        columns: FIELD_COLUMNS,
        all: fields,
        rowOf: (field) => fieldRow(field, places),
        explores: found.map(exploreRow),
        hint: found.length > 0 ? EXPLORES_FIT : NO_FIELD,
        notesOf: (shown) => [...filterNotes(shown, reading.index, places), ...notSearchedNotes(reading, explores)],
      },
      page,
      context,
    );
  }

  /** Reads what was not read yet. A further page is of what its first page was made of. */
  private async read(scope: Scope, page: PageRequest, context: RunContext): Promise<ExploresReading> {
    const { connection, signal, limits } = context;
    const reading = this.readings.readingOf(connection, scope.models, scope.part);
    if (page.offset > 0 && reading.index.fields.length > 0) return reading;
    const untilMs = Date.now() + Math.min(READING_MS_MAX, limits.timeMs / 2);
    try {
      await reading.readOn(scope.explores, { untilMs, signal });
    } finally {
      this.readings.resize(connection, scope.part, reading);
    }
    return reading;
  }

  /** The explores that the arguments name; hidden ones only where they are named. A name that is missing is looked up anew. */
  private async scopeOf(args: Args, words: string, { connection }: RunContext): Promise<Scope> {
    const part = { model: textOf(args.model), explore: textOf(args.explore) };
    const isWanted = ({ model, explore, isHidden }: Candidate) =>
      (part.model === undefined || model === part.model) &&
      (part.explore === undefined ? !isHidden : explore === part.explore);
    let models = await this.metadata.listModels(connection);
    let explores = this.readings.exploresOf(models).all.filter(isWanted);
    if (explores.length === 0 && (part.model ?? part.explore) !== undefined) {
      models = await this.metadata.listModels(connection, MISSING_MS_MAX);
      explores = this.readings.exploresOf(models).all.filter(isWanted);
    }
    if (explores.length === 0 && part.model !== undefined && !models.some(({ name }) => name === part.model)) {
      models = await this.metadata.findUnlisted(connection, part.model);
      explores = this.readings.exploresOf(models).all.filter(isWanted);
    }
    const isSought = words !== '' && part.explore === undefined;
    const fitting = isSought ? (await this.readings.exploresOf(models).search(words)).filter(isWanted) : [];
    const fits = new Set(fitting);
    return { models, part, fitting, explores: [...fitting, ...explores.filter((one) => !fits.has(one))] };
  }
}

const textOf = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));

/** The place of each explore among those that are searched. */
const placesOf = (explores: readonly Candidate[]): ReadonlyMap<string, number> =>
  new Map(explores.map(({ key }, place) => [key, place]));

/** Explores are read several at once: their fields are listed in the order of the explores. */
function inOrder(fields: readonly FoundField[], { explores }: Scope): readonly FoundField[] {
  if (explores.length === 1) return fields;
  const places = placesOf(explores);
  const placeOf = ({ explores: own }: FoundField) =>
    own.reduce((least, { key }) => Math.min(least, places.get(key) ?? explores.length), explores.length);
  return fields
    .map((field) => ({ field, place: placeOf(field) }))
    .sort((left, right) => left.place - right.place)
    .map(({ field }) => field);
}
