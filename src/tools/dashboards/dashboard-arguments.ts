import type { JsonSchema } from '../catalogue/operation.js';
import type { Given } from '../catalogue/tool-definition.js';
import { queryArguments } from './query-arguments.js';

const unlisted = { type: 'string', 'x-unlisted': true } as const;
const cells = { type: 'integer', minimum: 0, 'x-unlisted': true } as const;

/** Where a tile stands. The grid is 24 columns wide. */
const placeArguments = {
  tab: { type: 'string', description: 'Label of its tab.' },
  row: { type: 'integer', minimum: 0, description: 'In a grid of 24 columns. Default: arranged by kind.' },
  column: { type: 'integer', minimum: 0 },
  width: { type: 'integer', minimum: 1 },
  height: { type: 'integer', minimum: 1 },
  col: cells,
} as const satisfies Readonly<Record<string, JsonSchema>>;

/** What a tile of a dashboard is made of: a query, a Look, or text. */
export const tileArguments = {
  title: { type: 'string' },
  ...queryArguments,
  look_id: { type: 'string', description: 'A Look instead of a query.' },
  body_text: { type: 'string', description: 'Markdown instead of a query.' },
  listen: {
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Filter title -> field. Default: each filter whose dimension its explore has; {}: none.',
  },
  ...placeArguments,
  subtitle_text: unlisted,
  note_text: unlisted,
  note_display: unlisted,
  type: unlisted,
} as const satisfies Readonly<Record<string, JsonSchema>>;

/** The same without texts, for tools beside the one that explains them. */
export const bareTileArguments = withoutTexts(tileArguments);

export type TileArguments = Given<typeof tileArguments, never>;

/** A filter that stands above the tiles. */
export const filterArguments = {
  title: { type: 'string' },
  dimension: { type: 'string', description: 'Field that it filters, e.g. "orders.created_date".' },
  default_value: { type: 'string', description: 'Filter expression.' },
  type: {
    type: 'string',
    enum: ['field_filter', 'date_filter', 'number_filter', 'string_filter'],
    default: 'field_filter',
  },
  model: { type: 'string', description: 'Default: of the first tile that has the dimension.' },
  view: { type: 'string', description: 'Likewise; the explore.' },
  allow_multiple_values: { type: 'boolean', 'x-unlisted': true },
  required: { type: 'boolean', 'x-unlisted': true },
  ui_config: { type: 'object', 'x-unlisted': true },
  listens_to_filters: { type: 'array', items: { type: 'string' }, 'x-unlisted': true },
  name: unlisted,
} as const satisfies Readonly<Record<string, JsonSchema>>;

export type FilterArguments = Given<typeof filterArguments, never>;

/** The word that Toolbox has for an explore, inside of lists, where no call's other names are known. */
const explore = { explore: unlisted } as const;
/** Some write the query of a tile into an object of its own. */
const query = {
  query: {
    type: 'object',
    properties: { ...queryArguments, ...explore },
    'x-unlisted': true,
    additionalProperties: false,
  },
} as const;

/** The tiles of a dashboard, and its filters, in one call. */
export const dashboardParts = {
  tiles: {
    type: 'array',
    maxItems: 100,
    description: 'Each a query, a Look, or text.',
    items: { type: 'object', properties: { ...tileArguments, ...explore, ...query }, additionalProperties: false },
  },
  filters: {
    type: 'array',
    maxItems: 25,
    items: {
      type: 'object',
      properties: { ...filterArguments, ...explore, field: unlisted },
      additionalProperties: false,
    },
  },
} as const satisfies Readonly<Record<string, JsonSchema>>;

export type ListedTile = Given<typeof dashboardParts.tiles.items.properties, never>;
export type ListedFilter = Given<typeof dashboardParts.filters.items.properties, never>;

/** A tile with the words that others have for its parts as ours. */
export function tileOf({ query, explore, ...tile }: ListedTile): TileArguments {
  const view = tile.view ?? explore ?? query?.view ?? query?.explore;
  const { explore: _, ...parts } = { explore: undefined, ...query };
  return { ...parts, ...tile, view, column: tile.column ?? tile.col };
}

/** The same of a filter. */
export const filterOf = ({ explore, field, ...filter }: ListedFilter): FilterArguments => ({
  ...filter,
  view: filter.view ?? explore,
  dimension: filter.dimension ?? field,
});

function withoutTexts<Schemas extends Readonly<Record<string, JsonSchema>>>(schemas: Schemas): Schemas {
  const bare = Object.entries(schemas).map(([name, { description: _, ...schema }]) => [name, schema]);
  // The types of values do not depend on texts.
  return Object.fromEntries(bare) as Schemas;
}
