import { expect, it } from 'vitest';
import { TASK_GROUPS } from '../../src/tools/catalogue/task-tool.js';
import type { Tool } from '../../src/tools/catalogue/tool.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { discoveryTools } from '../../src/tools/search/discovery-tools.js';
import { listedTools } from '../../src/tools/selection/exposed-tools.js';
import type { ListedTool } from '../../src/tools/selection/listed-tool.js';

/** A tool as a model is shown it: a block of lines, one for each argument, so that a review sees what a change did to it. */
function blockOf(tool: ListedTool, about: string): string {
  const { name, title, description, inputSchema, outputSchema, annotations, _meta, ...others } = tool;
  const { properties = {}, ...schema } = inputSchema as { readonly properties?: Readonly<Record<string, unknown>> };
  const json = (value: unknown) => JSON.stringify(value);
  return [
    `${name}: ${title}`,
    `  ${about}`,
    `  hints ${json(annotations)}`,
    ...description.split('\n').map((line) => `  | ${line}`),
    ...Object.entries(properties).map(([argument, part]) => `  ${argument} ${json(part)}`),
    `  arguments ${json(schema)}`,
    ...(outputSchema === undefined ? [] : [`  answer ${json(outputSchema)}`]),
    ...(_meta === undefined ? [] : [`  meta ${json(_meta)}`]),
    ...Object.entries(others).map(([part, value]) => `  ${part} ${json(value)}`),
  ].join('\n');
}

const { tools, byName } = toolCatalogue();
const listed = [...listedTools(tools)].sort((left, right) => (left.name < right.name ? -1 : 1));

const aboutOf = ({ name }: ListedTool) => {
  const tool = byName.get(name);
  if (tool === undefined) return '';
  const kept = tool.hidden === null ? '' : `, only where asked for (${tool.hidden})`;
  return `${tool.effect} ${tool.resource}.${tool.method}${kept}; tags ${tool.tags.join(', ')}`;
};

const shownOf = (isMeant: (tool: Tool | undefined) => boolean) =>
  listed.filter(({ name }) => isMeant(byName.get(name))).map((tool) => blockOf(tool, aboutOf(tool)));

it('shows models exactly the names, texts, arguments and hints that shown-catalogue.txt has (to take a change over: --update)', async () => {
  const ofApi = shownOf((tool) => tool?.toolset === 'api');
  const blocks = [...ofApi, ...discoveryTools(tools).map((tool) => blockOf(tool, 'discovery'))];
  expect(ofApi.length).toBeGreaterThanOrEqual(490);
  await expect(`${blocks.join('\n\n')}\n`).toMatchFileSnapshot('shown-catalogue.txt');
});

it.each(TASK_GROUPS)('shows models exactly what shown-tasks has of the task tools of %s', async (group) => {
  const blocks = shownOf((tool) => tool?.toolset === 'tasks' && tool.resource === group);
  await expect(`${blocks.join('\n\n')}\n`).toMatchFileSnapshot(`shown-tasks/${group}.txt`);
});
