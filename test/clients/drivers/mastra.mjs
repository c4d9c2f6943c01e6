import { MCPClient } from '@mastra/mcp';
import { readResult, report, url } from './report.mjs';

const client = new MCPClient({ servers: { looker: { url: new URL(url) } } });
const tools = await client.listTools();
await report({
  list: async () => Object.keys(tools).map((name) => name.replace(/^looker_/, '')),
  call: async (name, args) => {
    const answer = await tools[`looker_${name}`].execute(args, {});
    // Where a tool declares the form of its result, that alone is given.
    return answer.content ? readResult(answer) : { text: JSON.stringify(answer), images: [], isError: false };
  },
  close: () => client.disconnect(),
});
