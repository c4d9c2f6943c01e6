import type { Args, ToolCall } from '../../tools/catalogue/tool.js';
import { ofPresentTools } from '../../tools/selection/present-tools.js';
import { DashboardRunner } from '../dashboards/dashboard-runner.js';
import type { ExploreMetadata } from '../explores/explore-metadata.js';
import { FieldListing } from '../explores/field-listing.js';
import { FieldSearch } from '../explores/field-search.js';
import { fieldNames, wrongNames } from '../explores/name-suggestions.js';
import type { QueryEngine } from '../queries/query-engine.js';
import { QueryResults } from '../queries/query-results.js';
import { QueryRunner } from '../queries/query-runner.js';
import { PictureRenderer } from '../rendering/picture-renderer.js';
import { runOperation } from './operation-runner.js';
import type { RunContext } from './run-context.js';

/** What a tool's `run` may ask of its call beyond requests of its own. */
export type Capabilities = Pick<ToolCall, 'runOperation' | 'queries' | 'dashboards' | 'fields' | 'pictures'>;

/** Makes the capabilities of each call; what several calls share, such as running queries, stands behind them. */
export class CallCapabilities {
  private readonly queries: QueryRunner;
  private readonly dashboards: DashboardRunner;
  private readonly results: QueryResults;
  private readonly fields: FieldSearch;
  private readonly listing: FieldListing;
  private readonly pictures = new PictureRenderer();

  constructor(
    engine: QueryEngine,
    private readonly metadata: ExploreMetadata,
  ) {
    this.queries = new QueryRunner(engine);
    this.dashboards = new DashboardRunner(engine);
    this.results = new QueryResults(engine, this.dashboards);
    this.fields = new FieldSearch(metadata);
    this.listing = new FieldListing(metadata);
  }

  of(context: RunContext): Capabilities {
    return {
      runOperation: (args, more) => runOperation(args, context, more),
      queries: {
        run: (args) => this.queries.run(args, context),
        results: (args) => this.results.wait(args, context),
      },
      dashboards: { run: (args) => this.dashboards.run(args, context) },
      fields: {
        search: (args) => this.fields.search(args, context),
        list: (args, category) => this.listing.list(args, category, context),
        wrongNames: (query) => wrongNamesFor(context, this.metadata, query),
        namesIn: (explore) => fieldNames(this.metadata, context.connection, explore),
      },
      pictures: { render: (order) => this.pictures.render(order, context) },
    };
  }
}

async function wrongNamesFor({ connection, tools }: RunContext, metadata: ExploreMetadata, query: Args) {
  const lines = await wrongNames(metadata, connection, query);
  return lines.map((line) => ofPresentTools(line, (name) => tools.has(name)));
}
