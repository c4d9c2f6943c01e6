import { type Api, isRecord, type LookerRecord } from '../api.js';
import type { Instance } from '../instance.js';
import { invalid } from '../looker-errors.js';
import { answerQuery } from '../queries/answer-query.js';
import { acceptBody } from '../records/accept-body.js';
import { type Viewer, viewerOf } from '../tokens.js';

const dimensionsMax = 6;
const driversMax = 50;

interface Analysis {
  instance: Instance;
  viewer: Viewer;
  model: unknown;
  view: unknown;
  metric: string;
  filters: Record<'baseline' | 'breach', LookerRecord>;
}

/** Which values of which dimensions moved a measure most between two groups of rows. */
export function registerKeyDriverRoutes(api: Api, instance: Instance): void {
  api.post('/internal/kda/analyze', async (call) => {
    const payload = acceptBody(call, 'POST', '/internal/kda/analyze');
    const dimensions = Array.isArray(payload.dimensions) ? payload.dimensions.map(String) : [];
    if (dimensions.length === 0 || dimensions.length > dimensionsMax) {
      throw invalid('dimensions', `Name one to ${dimensionsMax} dimensions.`);
    }
    const analysis: Analysis = {
      instance,
      viewer: viewerOf(call.token),
      ...sourceOf(instance, payload.data_source),
      metric: String(payload.contribution_metric),
      filters: {
        baseline: { ...asRecord(payload.base_filters), ...asRecord(payload.baseline_filters) },
        breach: { ...asRecord(payload.base_filters), ...asRecord(payload.breach_filters) },
      },
    };
    const drivers = (await Promise.all(dimensions.map((dimension) => driversOf(analysis, dimension)))).flat();
    drivers.sort((left, right) => Math.abs(right.unexpected_deviation) - Math.abs(left.unexpected_deviation));
    return { status: 'SUCCESS', dimensions, drivers: drivers.slice(0, driversMax) };
  });
}

function sourceOf({ content }: Instance, source: unknown): { model: unknown; view: unknown } {
  const { query_id: queryId, model_name: model, explore_name: view } = asRecord(source);
  if (queryId === undefined || queryId === null) return { model, view };
  const query = content.queries.get(queryId);
  return { model: query.model, view: query.view };
}

async function driversOf(analysis: Analysis, dimension: string) {
  const baseline = await valuesOf(analysis, 'baseline', dimension);
  const breach = await valuesOf(analysis, 'breach', dimension);
  const [baselineSum, breachSum] = [sumOf(baseline), sumOf(breach)];
  const trend = baselineSum === 0 ? 1 : breachSum / baselineSum;
  const change = breachSum - baselineSum;
  return [...new Set([...baseline.keys(), ...breach.keys()])].map((segment) => {
    const [before, after] = [baseline.get(segment) ?? 0, breach.get(segment) ?? 0];
    return {
      dimension,
      segment,
      baseline_value: before,
      breach_value: after,
      absolute_difference: after - before,
      relative_difference: before === 0 ? null : (after - before) / before,
      unexpected_deviation: after - before * trend,
      contribution: change === 0 ? 0 : (after - before) / change,
      support: baselineSum + breachSum === 0 ? 0 : (before + after) / (baselineSum + breachSum),
    };
  });
}

/** The metric by value of a dimension. Throws a 400 for fields that the explore does not have. */
async function valuesOf(
  analysis: Analysis,
  group: 'baseline' | 'breach',
  dimension: string,
): Promise<Map<string, number>> {
  const { instance, viewer, model, view, metric } = analysis;
  const body = { model, view, fields: [dimension, metric], filters: analysis.filters[group], limit: '-1' };
  const { body: rows } = await answerQuery(instance, body, { viewer, format: 'json', applyFormatting: false });
  const records = Array.isArray(rows) ? rows.filter(isRecord) : [];
  return new Map(records.map((row) => [String(row[dimension]), Number(row[metric])]));
}

function sumOf(values: ReadonlyMap<string, number>): number {
  return [...values.values()].reduce((sum, value) => sum + value, 0);
}

function asRecord(value: unknown): LookerRecord {
  return isRecord(value) ? value : {};
}
