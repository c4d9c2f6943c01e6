/** An explore by its names. */
export interface ExploreName {
  readonly model: string;
  readonly explore: string;
}

/** An explore with its `exploreKey`, where there may be tens of thousands of them. */
export interface KeyedExplore extends ExploreName {
  readonly key: string;
}

/** The same text for the same explore. */
export const exploreKey = ({ model, explore }: ExploreName): string => JSON.stringify([model, explore]);

/** Explores in the order of their models, each model once: "shop: orders, users; sales: orders". */
export function exploresText(explores: readonly ExploreName[], shownMax: number): string {
  const byModel = new Map<string, string[]>();
  for (const { model, explore } of explores.slice(0, shownMax))
    byModel.set(model, [...(byModel.get(model) ?? []), explore]);
  const more = explores.length > shownMax ? `; ${explores.length - shownMax} more` : '';
  return `${[...byModel].map(([model, names]) => `${model}: ${names.join(', ')}`).join('; ')}${more}`;
}
