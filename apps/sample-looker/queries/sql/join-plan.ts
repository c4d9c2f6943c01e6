import type { ExploreModel, JoinModel } from '../../models/model-types.js';

/** The joins that a query needs, in an order in which each finds what it refers to. */
export interface JoinPlan {
  joins: readonly JoinModel[];
  /** Whether rows of this view can come more than once, so that aggregates must count each row by its key. */
  isFanned(viewName: string): boolean;
}

export function planJoins(explore: ExploreModel, usedViews: ReadonlySet<string>): JoinPlan {
  const needed = new Set<string>();
  const need = (viewName: string) => {
    const join = explore.joins.find((candidate) => candidate.view.name === viewName);
    if (join === undefined || needed.has(viewName)) return;
    needed.add(viewName);
    for (const view of viewsIn(join.sqlOn)) need(view);
  };
  for (const view of usedViews) need(view);
  const joins = explore.joins.filter((join) => needed.has(join.view.name));
  const multiplying = joins.filter((join) => join.relationship === 'one_to_many');
  return {
    joins,
    isFanned: (viewName) => {
      if (multiplying.length === 0) return joins.some((join) => join.view.name === viewName && repeats(join));
      return multiplying.length > 1 || multiplying[0]?.view.name !== viewName;
    },
  };
}

function repeats(join: JoinModel): boolean {
  return join.relationship === 'many_to_one';
}

function viewsIn(sqlOn: string): string[] {
  return [...sqlOn.matchAll(/\{(\w+)\.\w+\}/g)].map((match) => match[1] ?? '');
}
