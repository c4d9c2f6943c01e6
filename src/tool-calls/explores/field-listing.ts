import type { Args, FieldCategory } from '../../tools/catalogue/tool.js';
import type { ToolResult } from '../../tools/run/tool-result.js';
import { pageRequestOf } from '../../tools/schema/paging.js';
import type { RunContext } from '../capabilities/run-context.js';
import { filterLines } from './explore-filters.js';
import type { ExploreMetadata } from './explore-metadata.js';
import { MISSING_MS_MAX } from './name-suggestions.js';
import { searchPage } from './search-page.js';
import { FIELD_COLUMNS, fieldRow } from './search-rows.js';

/** Lists the fields of one explore in few words, in the order of its LookML. */
export class FieldListing {
  constructor(private readonly metadata: ExploreMetadata) {}

  /**
   * @param args `model_name`, `explore_name`, `include_hidden`, and those of a page.
   * @param category undefined: fields of all categories, and a column that tells them.
   * @throws LookerError, `refused` with 404 where there is no such explore.
   */
  async list(args: Args, category: FieldCategory | undefined, context: RunContext): Promise<ToolResult> {
    const { connection, tool } = context;
    const name = { model: String(args.model_name), explore: String(args.explore_name) };
    // What is being developed changes in Looker's own pages as well.
    const ageMsMax = connection.workspace === 'dev' ? MISSING_MS_MAX : undefined;
    const { fields, filters } = await this.metadata.describe(connection, name, ageMsMax);
    const all = fields.filter(
      (field) =>
        (category === undefined || field.category === category) && (args.include_hidden === true || !field.isHidden),
    );
    const page = pageRequestOf(tool, args) ?? { offset: 0, limit: all.length, by: 'gateway' as const };
    return searchPage(
      {
        columns: FIELD_COLUMNS,
        all,
        rowOf: (field) => {
          const [first = '', own = '', ...others] = fieldRow({ ...field, explores: [] }, null);
          return [first, category === undefined ? own : '', ...others];
        },
        hint: `The explore has no ${category ?? 'field'}s to show.`,
        notesOf: () => filterLines(filters, null),
      },
      page,
      context,
    );
  }
}
