import { describe, expect, it } from 'vitest';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { knownMethods, knownTags, selectTools, type ToolFilter } from '../../src/tools/catalogue/tool-filter.js';
import { fc } from '../support/properties.js';

const catalogue = toolCatalogue();
const some = (words: readonly string[], maxLength = 4) => fc.array(fc.constantFrom(...words), { maxLength });
const names = catalogue.tools.map(({ name }) => name);
const method = fc.constantFrom(...knownMethods(catalogue));
const tag = fc.constantFrom(...knownTags(catalogue));
const filters = fc.record({
  methods: some(knownMethods(catalogue)),
  tags: some(knownTags(catalogue)),
  tools: fc.record({ include: some(names), exclude: some(names) }),
});
const selected = (filter: ToolFilter) => selectTools(catalogue, filter).map(({ name }) => name);
const isWithin = (less: readonly string[], more: readonly string[]) =>
  expect(more).toEqual(expect.arrayContaining([...less]));

describe('a filter of tools', () => {
  it('keeps the order of the catalogue, and names no tool twice', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const found = new Set(selected(filter));
        expect([...found]).toEqual(names.filter((name) => found.has(name)));
        expect(selected(filter)).toHaveLength(found.size);
      }),
    );
  });

  it('lets in what is included, and nothing that is excluded', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const { include, exclude } = filter.tools;
        const found = selected(filter);
        isWithin(
          include.filter((name) => !exclude.includes(name)),
          found,
        );
        expect(found.filter((name) => exclude.includes(name))).toEqual([]);
      }),
    );
  });

  it('excludes that and nothing else', () => {
    fc.assert(
      fc.property(filters, ({ methods, tags, tools: { include, exclude } }) => {
        const all = selected({ methods, tags, tools: { include } });
        expect(selected({ methods, tags, tools: { include, exclude } })).toEqual(
          all.filter((name) => !exclude.includes(name)),
        );
      }),
    );
  });

  it('says the same in whatever order and however often its words come', () => {
    const twice = (words: readonly string[]) => [...words, ...words].reverse();
    fc.assert(
      fc.property(filters, (filter) => {
        const { include, exclude } = filter.tools;
        const tools = { include: twice(include), exclude: twice(exclude) };
        expect(selected({ methods: twice(filter.methods), tags: twice(filter.tags), tools })).toEqual(selected(filter));
      }),
    );
  });

  it('lets in more with each further method or tag', () => {
    fc.assert(
      fc.property(filters, method, tag, (filter, another, anotherTag) => {
        const { methods, tags } = filter;
        if (methods.length > 0) isWithin(selected(filter), selected({ ...filter, methods: [...methods, another] }));
        if (tags.length > 0) isWithin(selected(filter), selected({ ...filter, tags: [...tags, anotherTag] }));
      }),
    );
  });

  it('of read tools lets in nothing that changes Looker', () => {
    fc.assert(
      fc.property(filters, ({ tags, tools: { exclude } }) => {
        const found = selectTools(catalogue, { methods: ['read'], tags, tools: { exclude } });
        expect(found.filter(({ effect }) => effect !== 'read')).toEqual([]);
      }),
    );
  });
});
