import { LookerError } from '../../looker/looker-error.js';
import { isRecord } from '../../values/is-record.js';
import { nearestNames } from '../catalogue/nearest-names.js';
import type { ToolCall, ToolRun } from '../catalogue/tool.js';
import { lookerPath } from '../schema/path-segment.js';
import { recordsOf } from './list-answer.js';
import { refusedResult } from './tool-result.js';

/** What `checkedAlert` sends besides. */
export const ALERT_READS: readonly string[] = ['dashboard_element', 'lookml_model_explore'];

/**
 * Sends an alert once it can ever fire: the tile is there and shows the field, which is a number, and what is compared with the value
 * before has a time in the tile. Looker itself takes alerts that cannot, and says so to nobody who would mend it.
 */
export const checkedAlert: ToolRun = async (call, args) => {
  const { dashboard_element_id: tile, field, comparison_type: comparison } = args;
  const name = isRecord(field) ? field.name : undefined;
  if (typeof tile !== 'string' || typeof name !== 'string') return call.runOperation(args);
  const problem = await alertProblem(call, { tile, field: name, comparison: String(comparison) });
  return problem === null ? call.runOperation(args) : refusedResult(`${problem} No alert was saved.`);
};

interface Watched {
  readonly tile: string;
  readonly field: string;
  readonly comparison: string;
}

const QUERY = 'query(model,view,fields,dynamic_fields)';
/** They compare with the value before. */
const OVER_TIME: readonly string[] = ['INCREASES_BY', 'DECREASES_BY', 'CHANGES_BY'];

async function alertProblem(call: ToolCall, { tile, field, comparison }: Watched): Promise<string | null> {
  const query = await queryOf(call, tile);
  if (query === undefined)
    return `dashboard_element_id "${tile.slice(0, 100)}": there is no such tile that you can see.`;
  if (query === null) return null;
  const own = ownFields(query.dynamic_fields);
  const selected = Array.isArray(query.fields) ? query.fields.map(String) : [];
  const shown = [...new Set([...selected, ...own.keys()])];
  if (!shown.includes(field)) {
    const [near] = nearestNames(field, shown);
    const meant = near === undefined ? '' : ` Did you mean ${near}?`;
    return `field.name "${field.slice(0, 100)}" is not in the tile, which shows: ${shown.join(', ')}.${meant}`;
  }
  const described = await exploreFields(call, query);
  if (described === null) return null;
  const isNumber = own.get(field) ?? described.get(field)?.isNumber ?? true;
  if (!isNumber) return `field.name ${field} is no number: an alert watches one, such as a measure of the tile.`;
  if (OVER_TIME.includes(comparison) && !selected.some((name) => described.get(name)?.isTime))
    return `comparison_type ${comparison} compares with the value before, and the tile shows no date or time: take GREATER_THAN, LESS_THAN or EQUAL_TO, or a tile that does.`;
  return null;
}

/** The query of a tile; undefined: there is no such tile. Null: it has none, as tiles of text or merged results. */
async function queryOf(call: ToolCall, tile: string): Promise<Readonly<Record<string, unknown>> | null | undefined> {
  try {
    const query = { fields: `id,${QUERY},look(${QUERY}),result_maker(${QUERY})` };
    const { body } = await call.send({ verb: 'GET', path: lookerPath`/dashboard_elements/${tile}`, query });
    const [element = {}] = recordsOf([body]);
    const found = [element.query, ...[element.look, element.result_maker].map((each) => isRecord(each) && each.query)];
    return found.find(isRecord) ?? null;
  } catch (error) {
    if (error instanceof LookerError && error.status === 404) return undefined;
    throw error;
  }
}

/** The fields that a query defines itself, and whether each is a number. */
function ownFields(dynamic: unknown): ReadonlyMap<string, boolean> {
  try {
    const defined: unknown = typeof dynamic === 'string' ? JSON.parse(dynamic) : dynamic;
    return new Map(
      recordsOf(defined).flatMap((each) => {
        const name = each.table_calculation ?? each.measure ?? each.dimension;
        const isNumber = !['string', 'date', 'yesno'].includes(String(each._type_hint ?? each.type ?? 'number'));
        return typeof name === 'string' ? [[name, isNumber] as const] : [];
      }),
    );
  } catch {
    return new Map();
  }
}

interface FieldFacts {
  readonly isNumber: boolean;
  readonly isTime: boolean;
}

/** What the explore of a query says of its fields; null where that cannot be read. */
async function exploreFields(
  call: ToolCall,
  { model, view }: Readonly<Record<string, unknown>>,
): Promise<ReadonlyMap<string, FieldFacts> | null> {
  try {
    const path = lookerPath`/lookml_models/${String(model)}/explores/${String(view)}`;
    const facts = '(name,type,is_numeric,is_timeframe)';
    const query = { fields: `fields(dimensions${facts},measures${facts})` };
    const { body } = await call.send({ verb: 'GET', path, query });
    const fields = isRecord(body) && isRecord(body.fields) ? body.fields : {};
    const all = [...recordsOf(fields.dimensions), ...recordsOf(fields.measures)];
    return new Map(
      all.map(({ name, type, is_numeric: isNumber, is_timeframe: isTimeframe }) => [
        String(name),
        { isNumber: isNumber === true, isTime: isTimeframe === true || /^(?:date|time)/.test(String(type)) },
      ]),
    );
  } catch (error) {
    if (error instanceof LookerError && error.fault === 'refused') return null;
    throw error;
  }
}
