import { type TaskTool, taskGroup, writtenTask } from '../../catalogue/task-tool.js';
import { valueResult } from '../../run/tool-answer.js';
import { refusedResult } from '../../run/tool-result.js';
import { type Analysis, analyzeModels, analyzeProjects, judgeExplores } from './health/analyses.js';
import { contentByExplore } from './health/content-on-explores.js';
import { EXPLORE_PARTS_NEEDS } from './health/explore-parts.js';
import { judgeEach } from './health/judged.js';
import { MODEL_USAGE_NEEDS, modelsInScope, nothingInScope } from './health/model-usage.js';
import { PULSE_CHECKS, PULSE_NEEDS } from './health/pulse-checks.js';
import { unusedModels } from './health/unused-models.js';

const CHECKS = Object.keys(PULSE_CHECKS).filter((name): name is keyof typeof PULSE_CHECKS => name in PULSE_CHECKS);
const scope = {
  project: { type: 'string', description: 'Only this project.' },
  model: { type: 'string', description: 'Only this model.' },
  explore: { type: 'string', description: 'Only explores of this name.' },
  timeframe: { type: 'integer', minimum: 1, maximum: 3650, default: 90, description: 'Days back.' },
} as const;
const NOTE =
  'Of all runs of queries that Looker still knows of, in production and development. What only LookML refers to beyond an explore, and use by other programs, is not seen.';

const answered = (days: number, { result, notJudged }: Analysis, next?: string) =>
  valueResult(
    {
      timeframe_days: days,
      result,
      ...(notJudged.length > 0 && { not_judged: notJudged }),
      note: NOTE,
      ...(next !== undefined && { next }),
    },
    result.length,
  );

const tools: readonly TaskTool[] = [
  writtenTask({
    name: 'health_pulse',
    effect: 'read',
    openWorld: true,
    about:
      'Checks connections, slow and failing dashboards, slow explores, failing schedules, datagroups, legacy features and running queries, over 7 days.',
    hint: 'Unused LookML: health_vacuum.',
    arguments: { action: { type: 'string', enum: CHECKS, description: 'Only this check. Default: all.' } },
    needs: PULSE_NEEDS,
    run: async (call, { action }) => {
      const wanted = action === undefined ? CHECKS : [action];
      const { judged, notJudged } = await judgeEach(
        wanted,
        (name) => name,
        async (name) => ({ name, finding: await PULSE_CHECKS[name](call) }),
      );
      const checks = judged.map(({ name, finding: { problems, of } }) => ({
        check: name,
        ok: problems.length === 0,
        ...(of !== undefined && { of }),
        ...(problems.length > 0 && { problems }),
      }));
      const open = [...notJudged, ...judged.flatMap(({ finding }) => finding.notJudged ?? [])];
      const ok = checks.every((check) => check.ok) && open.length === 0;
      return valueResult({ ok, checks, ...(open.length > 0 && { not_judged: open }) });
    },
  }),
  writtenTask({
    name: 'health_analyze',
    effect: 'read',
    about:
      'Counts what projects, models or explores consist of, how often they were asked, and how much of them is unused.',
    hint: 'What is unused by name: health_vacuum.',
    otherNames: { analysis_type: 'action' },
    arguments: {
      action: { type: 'string', enum: ['projects', 'models', 'explores'], default: 'models', description: 'Of what.' },
      ...scope,
      min_queries: { type: 'integer', minimum: 0, default: 1, description: 'Fewer runs count as unused.' },
    },
    needs: [
      ...MODEL_USAGE_NEEDS,
      ...EXPLORE_PARTS_NEEDS,
      'all_projects',
      'all_project_files',
      'project_validation_results',
    ],
    run: async (call, { action = 'models', timeframe: days = 90, min_queries: min = 1, ...names }) => {
      const [within, threshold] = [
        { ...names, days },
        { days, minQueries: Math.max(min, 1) },
      ];
      const { models, notJudged } = await modelsInScope(call, within);
      if (models.length === 0 && action !== 'projects') return refusedResult(nothingInScope(within));
      const explores = models.flatMap((each) => each.explores);
      const analysis =
        action === 'models'
          ? analyzeModels(models, threshold)
          : action === 'projects'
            ? await analyzeProjects(call, models, within, threshold)
            : await judgeExplores(call, explores, threshold, ({ model, explore, queries, isHidden }, parts) => ({
                ...{ model, explore, queries, ...(isHidden && { hidden: true }) },
                ...{ joins: parts.joins.length, unused_joins: parts.unusedJoins.length },
                ...{ fields: parts.fields.length, unused_fields: parts.unusedFields.length },
              }));
      if (action === 'projects' && analysis.result.length + analysis.notJudged.length === 0)
        return refusedResult(nothingInScope(within));
      return answered(days, { ...analysis, notJudged: [...notJudged, ...analysis.notJudged] });
    },
  }),
  writtenTask({
    name: 'health_vacuum',
    effect: 'read',
    about:
      'Names unused LookML: explores of models, or joins and fields of explores, with the content that is still on them. Deletes nothing.',
    otherNames: { scope: 'action' },
    arguments: {
      action: { type: 'string', enum: ['models', 'explores'], default: 'explores', description: 'In what.' },
      ...scope,
      min_queries: { type: 'integer', minimum: 0, default: 1, description: 'Fewer runs count as unused.' },
    },
    needs: [...MODEL_USAGE_NEEDS, ...EXPLORE_PARTS_NEEDS],
    run: async (call, { action = 'explores', timeframe: days = 90, min_queries: min = 1, ...names }) => {
      const [within, threshold] = [
        { ...names, days },
        { days, minQueries: Math.max(min, 1) },
      ];
      const { models, notJudged } = await modelsInScope(call, within);
      if (models.length === 0) return refusedResult(nothingInScope(within));
      const contentOn = await contentByExplore(call);
      const unused = unusedModels(models, threshold, contentOn);
      if (action === 'models') return answered(days, { result: unused, notJudged }, NEXT);
      const asked = models.flatMap(({ explores }) => explores.filter(({ queries }) => queries >= threshold.minQueries));
      const analysis = await judgeExplores(call, asked, threshold, ({ model, explore, queries }, parts) => ({
        ...{ model, explore, queries },
        ...(parts.unusedJoins.length > 0 && { unused_joins: parts.unusedJoins }),
        ...(parts.unusedFields.length > 0 && { unused_fields: parts.unusedFields }),
      }));
      const whole = unused.flatMap(({ model, unused_explores: explores }) =>
        explores.map((explore) => ({ model, ...explore, unused: 'the whole explore' })),
      );
      const inPart = analysis.result.filter((entry) => 'unused_joins' in entry || 'unused_fields' in entry);
      return answered(days, { result: [...whole, ...inPart], notJudged: [...notJudged, ...analysis.notJudged] }, NEXT);
    },
  }),
];

const NEXT = 'Before anything is removed: look at content that is still on it, and search the project with get_file.';

export const healthTasks = taskGroup('health', tools);
