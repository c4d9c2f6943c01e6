import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { options, readResult, report, url } from './report.mjs';

const args = ['node_modules/mcp-remote/dist/proxy.js', url, '--allow-http', ...options];
const client = new Client({ name: 'check', version: '1' });
await client.connect(new StdioClientTransport({ command: process.execPath, args, env: process.env }));
await report({
  list: async () => (await client.listTools()).tools.map(({ name }) => name),
  call: async (name, args) => readResult(await client.callTool({ name, arguments: args })),
  close: () => client.close(),
});
