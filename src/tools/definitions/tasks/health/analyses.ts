import { isRecord, type JsonRecord } from '../../../../values/is-record.js';
import type { ToolCall } from '../../../catalogue/tool.js';
import { recordsOf } from '../../../run/list-answer.js';
import { lookerPath } from '../../../schema/path-segment.js';
import { type ExploreParts, partsOf } from './explore-parts.js';
import { judgeEach, type NotJudged } from './judged.js';
import type { ExploreUsage, ModelUsage, Scope } from './model-usage.js';

export interface Analysis {
  readonly result: readonly JsonRecord[];
  readonly notJudged: readonly NotJudged[];
}

/** What counts as used. */
export interface Threshold {
  readonly days: number;
  /** At least 1. */
  readonly minQueries: number;
}

const EXPLORES_MAX = 60;
const PROJECTS_MAX = 50;

/** Splits off what is too much to look at in one call. */
export function bounded<Item>(items: readonly Item[], max: number, nameOf: (item: Item) => string, advice: string) {
  const why = `At most ${max} are looked at in one call: ${advice}.`;
  return { looked: items.slice(0, max), left: items.slice(max).map((item) => ({ what: nameOf(item), why })) };
}

const nameOf = ({ model, explore }: ExploreUsage) => `explore ${model}::${explore}`;

/** Each explore with what of it is unused, most asked first; `view` makes an entry of the answer. Two requests an explore. */
export async function judgeExplores(
  call: ToolCall,
  explores: readonly ExploreUsage[],
  threshold: Threshold,
  view: (explore: ExploreUsage, parts: ExploreParts) => JsonRecord,
): Promise<Analysis> {
  const sorted = explores.toSorted((one, other) => other.queries - one.queries);
  const { looked, left } = bounded(sorted, EXPLORES_MAX, nameOf, 'name a model or an explore');
  const { judged, notJudged } = await judgeEach(looked, nameOf, async (explore) => {
    const parts = await partsOf(call, explore, threshold);
    return { entry: view(explore, parts), isCut: parts.isCut ? nameOf(explore) : null };
  });
  const cut = judged.flatMap(({ isCut }) =>
    isCut === null
      ? []
      : [{ what: isCut, why: 'It has more different queries than are read: some that seem unused may be used.' }],
  );
  return { result: judged.map(({ entry }) => entry), notJudged: [...notJudged, ...left, ...cut] };
}

/** Models in figures. */
export const analyzeModels = (models: readonly ModelUsage[], { minQueries }: Threshold): Analysis => ({
  notJudged: [],
  result: models
    .toSorted((one, other) => other.queries - one.queries)
    .map(({ model, project, queries, explores }) => ({
      ...{ model, project, queries, explores: explores.length },
      unused_explores: explores.filter((explore) => explore.queries < minQueries).length,
    })),
});

/** Projects in figures: their models and files, their git remote, and what their last validation found. */
export async function analyzeProjects(
  call: ToolCall,
  models: readonly ModelUsage[],
  { project }: Scope,
  { minQueries }: Threshold,
): Promise<Analysis> {
  const query = { fields: 'id,git_remote_url,validation_required' };
  const all = recordsOf((await call.send({ verb: 'GET', path: '/projects', query })).body).filter(
    ({ id }) => id === (project ?? id),
  );
  const named = ({ id }: JsonRecord) => `project ${String(id)}`;
  const { looked, left } = bounded(all, PROJECTS_MAX, named, 'name a project');
  const { judged, notJudged } = await judgeEach(looked, named, async ({ id, git_remote_url: remote }) => {
    const project = lookerPath`/projects/${String(id)}`;
    const [listed, validated] = await Promise.all([
      call.send({ verb: 'GET', path: `${project}/files`, query: { fields: 'id,type' } }),
      call.send({ verb: 'GET', path: `${project}/validate`, query: {} }),
    ]);
    const files = recordsOf(listed.body);
    const ofProject = models.filter((each) => each.project === id);
    const explores = ofProject.flatMap((each) => each.explores);
    return {
      ...{ project: id, models: ofProject.length, files: files.length },
      view_files: files.filter(({ type, id: file }) => type === 'view' || String(file).endsWith('.view.lkml')).length,
      last_validation: validationOf(validated.body),
      git_remote: typeof remote === 'string' && remote !== '',
      queries: ofProject.reduce((sum, each) => sum + each.queries, 0),
      explores: explores.length,
      unused_explores: explores.filter((each) => each.queries < minQueries).length,
    };
  });
  return { result: judged, notJudged: [...notJudged, ...left] };
}

/** Looker operation project_validation_results: without content where nobody has validated the project. */
const validationOf = (body: unknown) =>
  isRecord(body) && Array.isArray(body.errors) ? { problems: body.errors.length } : 'none';
