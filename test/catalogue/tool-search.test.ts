import { describe, expect, it } from 'vitest';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { selectTools } from '../../src/tools/catalogue/tool-filter.js';
import { TOOL_PURPOSES } from '../../src/tools/search/tool-purposes.js';
import { searchTools } from '../../src/tools/search/tool-search.js';
import { freshPhrases } from './fresh-search-phrases.js';
import { toolNamed } from './tool-named.js';
import { type SearchPhrase, searchPhrases } from './tool-search-phrases.js';

const catalogue = toolCatalogue();
const visible = selectTools(catalogue, {});
/** As a server does: the search is made in the whole catalogue, and shows what the server offers. */
const found = (request: string, limit?: number, tools = visible) => {
  const offered = new Set(tools.map(({ name }) => name));
  return searchTools(catalogue.tools, request, limit, (name) => offered.has(name)).map(({ name }) => name);
};

const namesAmong = (tools: typeof visible) => searchTools(tools, 'any name', 2).map(({ name }) => name);

/** The phrases that miss their tools, with what is found instead. */
const missesOf = (phrases: readonly Pick<SearchPhrase, 'request' | 'tools'>[]) =>
  phrases.flatMap(({ request, tools }) => {
    const first = found(request, 3);
    return first.some((name) => tools.includes(name)) ? [] : [`${request}: ${first.join(', ')}`];
  });

describe('the search of tools', () => {
  it('is asked for tools that exist, in more than two hundred different ways', () => {
    const names = new Set(visible.map(({ name }) => name));
    expect(searchPhrases.flatMap(({ tools }) => tools.filter((name) => !names.has(name)))).toEqual([]);
    expect(new Set(searchPhrases.map(({ request }) => request)).size).toBeGreaterThan(200);
  });

  it.each([
    ['all phrases', searchPhrases],
    ['the phrases it was not tuned for', searchPhrases.filter(({ isHeldOut }) => isHeldOut)],
  ])('finds a right tool among the first three for 95 % of %s', (_, phrases) => {
    const misses = missesOf(phrases);
    expect(1 - misses.length / phrases.length, misses.join('\n')).toBeGreaterThanOrEqual(0.95);
  });

  it('finds a right tool among the first three for four of five phrases that it was never tuned for', () => {
    expect(freshPhrases).toHaveLength(100);
    const names = new Set(visible.map(({ name }) => name));
    expect(freshPhrases.flatMap(({ tools }) => tools.filter((name) => !names.has(name)))).toEqual([]);
    expect(missesOf(freshPhrases).length).toBeLessThanOrEqual(17);
  });

  it.each([
    ['alert', 'create_a_looker_alert', 'looker_alerts_search'],
    ['last login', 'list_all_looker_users', 'looker_users_search'],
    ['who has never logged in', 'list_all_looker_users'],
    ['dashboard data', 'looker_dashboards_run'],
    ['data of a dashboard', 'looker_dashboards_run'],
    ['the results of the report', 'looker_looks_run'],
    ['monitor a metric', 'create_a_looker_alert'],
  ])('finds for "%s" among the first three %s', (request, ...tools) => {
    expect(found(request, 3)).toEqual(expect.arrayContaining(tools.filter(Boolean)));
  });

  it.each([
    [
      "Pull the total revenue by product category from the 'sales' model for the last 30 days. If any category is over $100k, create a new dashboard called 'High Value Categories' and add those results to it.",
      ['looker_query_run_inline', 'create_a_looker_dashboard'],
    ],
    [
      "Find the 'Daily Active Users' dashboard. Set up a daily email schedule for it at 9am, and also create a threshold alert if DAU drops below 10,000.",
      ['looker_dashboards_search', 'create_a_looker_scheduled_plan', 'create_a_looker_alert'],
    ],
    [
      "Create a new Looker dashboard called 'Q3 Executive Summary' in folder ID 14. Add a description explaining this tracks quarterly revenue metrics.",
      ['create_a_looker_dashboard'],
    ],
    [
      'List all Looker users who are currently active but have not logged in for the past 90 days. Extract their email addresses and role IDs.',
      ['list_all_looker_users'],
    ],
    ['Copy the dashboard, then delete the old one', ['looker_dashboards_copy']],
  ])('finds a tool for each thing that is asked for at once: %s', (request, tools) => {
    expect(found(request, 3)).toEqual(expect.arrayContaining(tools));
  });

  it.each([
    ["delete the 'Create a user' dashboard", 'delete the dashboard'],
    ['move “Sales by Region” to another folder', 'move to another folder'],
  ])('takes what stands in quotes for a name: %s', (request, meant) => {
    expect(found(request)).toEqual(found(meant));
  });

  it('knows purposes of tools that exist', () => {
    expect([...TOOL_PURPOSES.keys()].filter((name) => !catalogue.byName.has(name))).toEqual([]);
  });

  it('finds every tool among the first three by its title', () => {
    expect(visible.filter(({ name, title }) => !found(title, 3).includes(name)).map(({ title }) => title)).toEqual([]);
  });

  it.each([
    ['dashbord', 'dashboard'],
    ['shedule', 'schedule'],
    ['usr atribute', 'user attribute'],
    ['connecton', 'connection'],
    ['delete a dashbaord', 'delete a dashboard'],
  ])('takes the misspelled "%s" for "%s"', (misspelled, meant) => {
    const right = found(meant, 3);
    expect(found(misspelled, 3).filter((name) => right.includes(name)).length).toBeGreaterThan(0);
  });

  it.each([
    ['list dashboard', 'list dashboards'],
    ['running query', 'running queries'],
    ['SCHEDULES', 'schedules'],
    ['delete alerts', 'delete an alert'],
  ])('finds the same first tool for "%s" and "%s"', (one, other) => {
    expect(found(one, 1)).toHaveLength(1);
    expect(found(one, 1)).toEqual(found(other, 1));
  });

  it.each(['', '   ', '?!', 'xyzzy qwfp', 'the of my', '12'])('finds nothing for "%s"', (request) => {
    expect(found(request)).toEqual([]);
  });

  it('finds only among the tools it is given', () => {
    const readOnly = selectTools(catalogue, { methods: ['read'], tags: ['dashboards'] });
    const names = readOnly.map(({ name }) => name);
    for (const { request } of searchPhrases)
      expect(found(request, 20, readOnly).filter((name) => !names.includes(name))).toEqual([]);
    expect(found('delete a dashboard', 20, readOnly)).not.toContain('delete_a_looker_dashboard_by_id');
    expect(found('create an embed secret', 20)).not.toContain('create_a_looker_embed_secret');
    expect(found('create an embed secret', 3, selectTools(catalogue, { tags: ['secrets'] }))).toContain(
      'create_a_looker_embed_secret',
    );
  });

  it('finds as many tools as asked for, none twice, and in the same order each time', () => {
    const reversed = [...visible].reverse();
    for (const { request } of searchPhrases) {
      const names = found(request, 20);
      expect(names.length).toBeLessThanOrEqual(20);
      expect(new Set(names).size).toBe(names.length);
      expect(found(request, 20, reversed)).toEqual(names);
      expect(found(request, 5)).toEqual(names.slice(0, 5));
    }
  });

  it('puts an ordinary tool before one of administrators that fits as well', () => {
    const ordinary = toolNamed('looker_users_search_names');
    const other = { ...ordinary, name: 'a_tool_with_an_earlier_name' };
    const administrative = { ...other, tags: [...ordinary.tags, 'authentication'] };
    expect(namesAmong([other, ordinary])).toEqual([other.name, ordinary.name]);
    expect(namesAmong([administrative, ordinary])).toEqual([ordinary.name, other.name]);
  });

  it('tells the roles of a user from the users of a role', () => {
    const both = ['looker_users_roles', 'looker_roles_users'];
    expect(found('roles of a user').filter((name) => both.includes(name))).toEqual(both);
    expect(found('users of a role').filter((name) => both.includes(name))).toEqual([...both].reverse());
  });

  it.each([
    ['show the dashboards', 'read'],
    ['remove the dashboard', 'destructive'],
    ['add a dashboard', 'write'],
    ['rename the dashboard', 'write'],
  ])('finds first what "%s" wants to happen', (request, effect) => {
    expect(searchTools(visible, request, 1).map((tool) => tool.effect)).toEqual([effect]);
  });
});
