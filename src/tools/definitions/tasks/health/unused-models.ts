import type { Threshold } from './analyses.js';
import type { ContentCounts } from './content-on-explores.js';
import type { ModelUsage } from './model-usage.js';

/** The models that have explores which nobody asks, each with the dashboards and Looks that are still on it. */
export const unusedModels = (
  models: readonly ModelUsage[],
  { minQueries }: Threshold,
  contentOn: (model: string, explore: string) => ContentCounts,
) =>
  models.flatMap(({ model, project, queries, explores }) => {
    const unused = explores.filter((explore) => explore.queries < minQueries);
    if (unused.length === 0 && queries >= minQueries) return [];
    return [
      {
        ...{ model, project, queries },
        ...(queries < minQueries && { unused: 'the whole model' }),
        unused_explores: unused.map(({ explore, queries: runs }) => ({
          ...{ explore, queries: runs },
          ...contentOn(model, explore),
        })),
      },
    ];
  });
