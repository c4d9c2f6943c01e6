import * as mcp from '@ai-sdk/mcp';
import { readResult, report, url } from './report.mjs';

const client = await mcp.createMCPClient({ transport: { type: 'http', url } });
const tools = await client.tools();
await report({
  list: async () => Object.keys(tools),
  call: async (name, args) => readResult(await tools[name].execute(args, { toolCallId: '1', messages: [] })),
  close: () => client.close(),
});
