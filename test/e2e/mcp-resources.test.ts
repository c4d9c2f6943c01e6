import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { type EveryTool, openEveryTool, resourceCases } from './resources/every-tool-client.js';

const tools = toolCatalogue().tools.filter(({ toolset }) => toolset === 'api');
const creatable = new Set(tools.filter((tool) => tool.method === 'create').map((tool) => tool.resource));
const METHODS = ['create', 'get', 'update', 'list', 'search', 'delete'];

describe('the resources of the catalogue, through an MCP URL', () => {
  let opened: EveryTool;
  beforeAll(async () => {
    opened = await openEveryTool();
  });
  afterAll(() => opened.close());

  it('all have a case that says how they are created', () => {
    expect(creatable.size).toBeGreaterThanOrEqual(56);
    expect(resourceCases.map(({ resource }) => resource).sort()).toEqual([...creatable].sort());
  });

  it.each(resourceCases)(
    '$resource can be created, read, changed, found and deleted, and then do not exist',
    (tested) => opened.walk.expectLife(tested),
  );

  it('had each of these tools called with success, and lists of more than one page', () => {
    const all = tools.filter((tool) => creatable.has(tool.resource) && METHODS.includes(tool.method));
    expect(all.length).toBeGreaterThan(230);
    expect(all.map((tool) => tool.name).filter((name) => !opened.walk.worked.has(name))).toEqual([]);
    expect(opened.walk.longLists).toBeGreaterThan(25);
  });
});
