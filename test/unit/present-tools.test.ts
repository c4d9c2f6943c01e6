import { describe, expect, it } from 'vitest';
import { ACCESS_TEMPLATES } from '../../apps/dashboard/servers/issuing/access-templates.js';
import { instructions } from '../../src/mcp/protocol/instructions.js';
import { DEFAULT_CONFIG } from '../../src/mcp-servers/mcp-server-config.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { knownTags, selectTools, type ToolFilter } from '../../src/tools/catalogue/tool-filter.js';
import { exposeTools, listedTools } from '../../src/tools/selection/exposed-tools.js';
import { namedTools, ofPresentTools } from '../../src/tools/selection/present-tools.js';

const catalogue = toolCatalogue();
const filters: [string, ToolFilter][] = [
  ['everything', {}],
  ...['read', 'write', 'custom'].map((method): [string, ToolFilter] => [`methods ${method}`, { methods: [method] }]),
  ...knownTags(catalogue).map((tag): [string, ToolFilter] => [`tag ${tag}`, { tags: [tag] }]),
  ...knownTags(catalogue).map((tag): [string, ToolFilter] => [
    `reading tag ${tag}`,
    { methods: ['read'], tags: [tag] },
  ]),
  ...ACCESS_TEMPLATES.map(({ id, choice }): [string, ToolFilter] => [`template ${id}`, choice]),
  ['one name', { tools: { include: ['looker_query_run_inline'] } }],
];

async function instructionsFor(choice: ToolFilter): Promise<string> {
  const tools = selectTools(catalogue, choice);
  const exposed = await exposeTools(tools, DEFAULT_CONFIG);
  const access = {
    connection: { baseUrl: 'https://looker.example.com' },
    serverName: 'x',
    exposed,
    tools: new Map(tools.map((tool) => [tool.name, tool])),
  };
  // Only these parts of what a server opens are read.
  return instructions(access as unknown as Parameters<typeof instructions>[0]);
}

describe('what a server says of tools', () => {
  it.each<[string, ToolFilter]>([
    ['dashboards and queries', { methods: ['read'], tags: ['dashboards', 'queries'] }],
    ['queries', { tags: ['queries'] }],
    ['everything', {}],
  ])('leads a model from a question to fields and to their rows where it is for %s', async (_, choice) => {
    const said = await instructionsFor(choice);
    const names = new Set(selectTools(catalogue, choice).map(({ name }) => name));
    for (const name of ['looker_lookml_explores_search_fields', 'looker_query_run_inline']) {
      expect(said).toContain(name);
      expect(names).toContain(name);
    }
  });

  it('names none that it lacks: descriptions, schemas and instructions, for every tag, method group and template', async () => {
    let texts = 0;
    const wrong: string[] = [];
    for (const [filter, choice] of filters) {
      const tools = selectTools(catalogue, choice);
      const names = new Set(tools.map(({ name }) => name));
      const said = await instructionsFor(choice);
      for (const text of [said, ...listedTools(tools).map((tool) => `${tool.name}: ${JSON.stringify(tool)}`)]) {
        texts++;
        const absent = namedTools(text).filter((name) => !names.has(name));
        if (absent.length > 0) wrong.push(`${filter}: ${text.slice(0, 60)}… names ${absent.join(', ')}`);
      }
    }
    expect(filters.length).toBeGreaterThan(100);
    expect(texts).toBeGreaterThan(2_000);
    expect(wrong).toEqual([]);
  });

  it('leaves something to read of every tool, whatever else is there', () => {
    const alone = catalogue.tools.map((tool) => listedTools([tool])[0]);
    const mute = alone.filter((tool) => tool === undefined || tool.description.length < 15);
    expect(mute.map((tool) => tool?.name)).toEqual([]);
    for (const tool of alone) expect(tool?.description, tool?.name).toMatch(/^[A-Z].*[.!?)"]$/s);
  });

  it('is the whole text where nothing is missing', () => {
    for (const tool of catalogue.tools)
      expect(
        ofPresentTools(tool.description, () => true),
        tool.name,
      ).toBe(tool.description);
  });

  const has = (name: string) => ['looker_looks_run', 'looker_looks_search', 'create_a_looker_look'].includes(name);

  it.each([
    ['Finds Looks. Run one with looker_looks_run.', 'Finds Looks. Run one with looker_looks_run.'],
    ['Finds dashboards. Run one with looker_dashboards_run.', 'Finds dashboards.'],
    [
      'Use it in create_a_looker_alert, create_a_looker_look or looker_looks_run.',
      'Use it in create_a_looker_look or looker_looks_run.',
    ],
    ['Use it in create_a_looker_alert or looker_looks_run.', 'Use it in looker_looks_run.'],
    ['Makes it. Ids: looker_users_me; names: looker_looks_search.', 'Makes it. Names: looker_looks_search.'],
    ['A column chart is looker_column. See looker_users_me.', 'A column chart is looker_column.'],
    ['Answers it. looker_users_me tells who you are. Then looker_looks_run.', 'Answers it. Then looker_looks_run.'],
  ])('shortens "%s"', (text, shortened) => {
    expect(ofPresentTools(text, has)).toBe(shortened);
  });

  it.each([
    ['Id of a query made by create_a_looker_query.', 'Id of a query.'],
    ['Id of the folder; see looker_folders_search.', 'Id of the folder.'],
    ['See looker_folders_search.', ''],
    ['Id from looker_looks_search.', 'Id from looker_looks_search.'],
  ])('keeps of the argument "%s" what it is', (text, shortened) => {
    expect(ofPresentTools(text, has)).toBe(shortened);
  });
});
