import { describe, expect, it } from 'vitest';
import { filterByArea, filterByName } from '../../src/mcp-servers/least-privilege/narrower-filter.js';
import type { Tool, ToolCatalogue } from '../../src/tools/catalogue/tool.js';
import { catalogueOfTools, toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { METHOD_GROUPS, selectTools } from '../../src/tools/catalogue/tool-filter.js';
import { measured } from '../support/measured.js';

const catalogue = toolCatalogue();
const everything = selectTools(catalogue, {});
const named = (...names: string[]) =>
  names.map((name) => {
    const tool = catalogue.byName.get(name);
    if (tool === undefined) throw new Error(`no tool is called ${name}`);
    return tool;
  });
const namesOf = (tools: readonly Tool[]) => tools.map(({ name }) => name).sort();
const changing = (tools: readonly Tool[]) => tools.filter(({ effect }) => effect !== 'read').length;

/** The same numbers each time, evenly spread. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}
const someOf = <T>(items: readonly T[], share: number, random: Generator<number, never>): T[] =>
  items.filter(() => random.next().value < share);
const subsetsOf = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: 2 ** items.length }, (_, bits) => items.filter((_, place) => (bits >> place) & 1));

describe('the filter by name', () => {
  it('admits exactly the tools that were needed, hidden ones too', () => {
    const hidden = catalogue.tools.filter((tool) => tool.hidden !== null).slice(0, 2);
    const all = [...hidden, ...named('looker_query_run_inline', 'delete_a_looker_look_by_id')];
    expect(namesOf(selectTools(catalogue, filterByName(all)))).toEqual(namesOf(all));
  });
});

describe('the filter by methods and tags', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'admits all that was needed and nothing that was not allowed before (server %i)',
    (seed) => {
      const random = numbers(seed);
      const tags = someOf([...new Set(catalogue.tools.flatMap((tool) => tool.tags))], 0.5, random);
      const exclude = namesOf(someOf(catalogue.tools, 0.1, random));
      const include = namesOf(someOf(catalogue.tools, 0.05, random));
      const allowed = selectTools(catalogue, { tags, tools: { include, exclude } });
      const needed = someOf(allowed, seed * 0.03, random);
      expect(needed.length).toBeGreaterThan(0);
      const admitted = selectTools(catalogue, filterByArea(catalogue, allowed, needed));
      expect(namesOf(admitted)).toEqual(expect.arrayContaining(namesOf(needed)));
      expect(namesOf(allowed)).toEqual(expect.arrayContaining(namesOf(admitted)));
      expect(admitted.length).toBeLessThanOrEqual(allowed.length);
    },
  );

  it.each([11, 12, 13, 14, 15, 16])('is as small as the smallest of all that there are (catalogue %i)', (seed) => {
    const random = numbers(seed);
    const few = fewTools(random);
    const allowed = selectTools(few, {});
    const needed = someOf(allowed, 0.2, random).slice(0, 4);
    expect(needed.length).toBeGreaterThan(0);
    const found = selectTools(few, filterByArea(few, allowed, needed));
    const weights = everyFilter(few).flatMap((filter) => {
      const tools = selectTools(few, filter);
      return needed.every((tool) => tools.includes(tool)) ? [weightOf(tools)] : [];
    });
    expect(weights.length).toBeGreaterThan(1);
    expect(weightOf(found)).toBe(Math.min(...weights));
  });

  it('prefers tools that only read to fewer tools that change something', () => {
    // The exact method "create" would let dashboards and Looks be made; a query that is stored changes nothing.
    const needed = named('create_a_looker_query', 'looker_query_run_inline');
    const admitted = selectTools(catalogue, filterByArea(catalogue, everything, needed));
    expect(changing(admitted)).toBe(0);
    expect(admitted.length).toBeLessThan(12);
  });

  it('lets a hidden tool in by its name, and none of the others of its kind', () => {
    const secret = catalogue.tools.filter((tool) => tool.hidden === 'secrets').slice(0, 1);
    const allowed = selectTools(catalogue, { tags: ['secrets', 'dashboards'] });
    const needed = [...secret, ...named('list_all_looker_dashboards')];
    const admitted = selectTools(catalogue, filterByArea(catalogue, allowed, needed));
    expect(namesOf(admitted.filter((tool) => tool.hidden !== null))).toEqual(namesOf(secret));
    expect(namesOf(selectTools(catalogue, filterByArea(catalogue, allowed, secret)))).toEqual(namesOf(secret));
  });

  it('admits all that was needed where that is nearly everything', () => {
    const needed = someOf(everything, 0.9, numbers(21));
    const startedAtMs = performance.now();
    const admitted = selectTools(catalogue, filterByArea(catalogue, everything, needed));
    measured('the narrowest filter for nearly everything', performance.now() - startedAtMs, 500);
    expect(namesOf(admitted)).toEqual(expect.arrayContaining(namesOf(needed)));
  });
});

const weightOf = (tools: readonly Tool[]) => changing(tools) * 1_000 + tools.length;

/** A catalogue small enough for every filter to be tried. */
function fewTools(random: Generator<number, never>): ToolCatalogue {
  const tags = new Set(['dashboards', 'looks', 'folders', 'queries', 'content', 'boards']);
  const methods = new Set(['get', 'list', 'search', 'create', 'update']);
  const fitting = everything.filter((tool) => methods.has(tool.method) && tool.tags.every((tag) => tags.has(tag)));
  return catalogueOfTools(someOf(fitting, 0.8, random));
}

const everyFilter = ({ tools }: ToolCatalogue) => {
  const methods = [...METHOD_GROUPS, ...new Set(tools.map(({ method }) => method))];
  const tags = [...new Set(tools.flatMap((tool) => tool.tags))];
  return subsetsOf(methods).flatMap((some) => subsetsOf(tags).map((others) => ({ methods: some, tags: others })));
};
