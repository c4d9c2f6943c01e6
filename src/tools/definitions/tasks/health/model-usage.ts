import type { ToolCall } from '../../../catalogue/tool.js';
import { recordsOf } from '../../../run/list-answer.js';
import { askActivity, numberIn } from '../../../run/system-activity.js';
import { exactly } from '../../../schema/filter-values.js';
import type { NotJudged } from './judged.js';

/** What is looked at, and for how long back. */
export interface Scope {
  readonly project?: string | undefined;
  readonly model?: string | undefined;
  readonly explore?: string | undefined;
  readonly days: number;
}

export interface ExploreUsage {
  readonly model: string;
  readonly explore: string;
  readonly isHidden: boolean;
  /** How many runs of queries. */
  readonly queries: number;
}

export interface ModelUsage {
  readonly model: string;
  readonly project: string;
  readonly queries: number;
  readonly explores: readonly ExploreUsage[];
}

/** As many pairs of model and explore are read of the history. */
const PAIRS_MAX = 5000;
export const MODEL_USAGE_NEEDS = ['all_lookml_models', 'run_inline_query'] as const;

/** The models of a scope and how often each explore was asked: two requests. */
export async function modelsInScope(
  call: Pick<ToolCall, 'send'>,
  { project, model, explore, days }: Scope,
): Promise<{ readonly models: readonly ModelUsage[]; readonly notJudged: readonly NotJudged[] }> {
  const query = { fields: 'name,project_name,explores' };
  const [listed, used] = await Promise.all([
    call.send({ verb: 'GET', path: '/lookml_models', query }),
    askActivity(call, {
      explore: 'history',
      columns: { model: 'query.model', explore: 'query.view', queries: 'history.query_run_count' },
      filters: {
        'history.created_date': `${days} days`,
        'query.model': model === undefined ? undefined : exactly(model, 'string'),
      },
      sorts: ['history.query_run_count desc'],
      limit: PAIRS_MAX,
    }),
  ]);
  const runs = new Map(used.rows.map((row) => [`${row.model} ${row.explore}`, numberIn(row, 'queries')]));
  const models = recordsOf(listed.body)
    .map((each) => ({ name: String(each.name), project: String(each.project_name ?? ''), explores: each.explores }))
    .filter(({ name, project: of }) => name === (model ?? name) && of === (project ?? of))
    .map(({ name, project: of, explores }): ModelUsage => {
      const inModel = recordsOf(explores).map((each) => ({
        ...{ model: name, explore: String(each.name), isHidden: each.hidden === true },
        queries: runs.get(`${name} ${String(each.name)}`) ?? 0,
      }));
      const wanted = inModel.filter(({ explore: found }) => found === (explore ?? found));
      return {
        model: name,
        project: of,
        explores: wanted,
        queries: wanted.reduce((sum, each) => sum + each.queries, 0),
      };
    })
    .filter(({ explores }) => explore === undefined || explores.length > 0);
  const why = `The history has more than ${PAIRS_MAX} pairs of model and explore: name a model.`;
  return { models, notJudged: used.isCut ? [{ what: 'explores that are asked least', why }] : [] };
}

/** What is wrong with a scope in which there is nothing. */
export function nothingInScope({ project, model, explore }: Scope): string {
  const named = Object.entries({ project, model, explore }).flatMap(([kind, name]) =>
    name === undefined ? [] : [`${kind} "${name}"`],
  );
  return named.length === 0
    ? 'The Looker user behind this connection sees no LookML model.'
    : `There is nothing with ${named.join(' and ')}. See list_projects, list_models and get_model.`;
}
