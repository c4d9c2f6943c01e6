import { MCPServerStreamableHttp } from '@openai/agents-core';
import { readResult, report, url } from './report.mjs';

const server = new MCPServerStreamableHttp({ url, name: 'looker' });
await server.connect();
await report({
  list: async () => (await server.listTools()).map(({ name }) => name),
  call: async (name, args) => {
    const answer = await server.callTool(name, args);
    return readResult(Array.isArray(answer) ? { content: answer } : answer);
  },
  close: () => server.close(),
});
