import { createRuntime } from 'mcporter';
import { readResult, report, url } from './report.mjs';

const servers = [{ name: 'looker', command: { kind: 'http', url: new URL(url) } }];
const runtime = await createRuntime({ servers });
await report({
  list: async () => (await runtime.listTools('looker')).map(({ name }) => name),
  call: async (name, args) => readResult(await runtime.callTool('looker', name, { args })),
  close: () => runtime.close(),
});
