import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { readResult, report, url } from './report.mjs';

const client = new Client({ name: 'check', version: '1' });
await client.connect(new StreamableHTTPClientTransport(new URL(url)));
await report({
  list: async () => (await client.listTools()).tools.map(({ name }) => name),
  call: async (name, args) => readResult(await client.callTool({ name, arguments: args })),
  close: () => client.close(),
});
