import { MultiServerMCPClient } from '@langchain/mcp-adapters';
import { report, url } from './report.mjs';

const client = new MultiServerMCPClient({ mcpServers: { looker: { transport: 'http', url } } });
const tools = await client.getTools();

/** Blocks of LangChain: a picture is a data URL there. */
const readBlocks = (content) => {
  const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  const images = blocks.flatMap(({ image_url: image, data }) => image?.url?.split(',')[1] ?? data ?? []);
  return { text: blocks.map(({ text = '' }) => text).join('\n'), images, isError: false };
};

await report({
  list: async () => tools.map(({ name }) => name),
  call: async (name, args) => readBlocks(await tools.find((tool) => tool.name === name).invoke(args)),
  close: () => client.close(),
});
