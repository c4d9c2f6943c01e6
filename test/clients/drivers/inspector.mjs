import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readResult, report, url } from './report.mjs';

// It guesses the transport by the end of the address.
const run = async (...args) => {
  const command = ['--cli', `${url}/mcp`, ...args];
  const options = { maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)('node_modules/.bin/mcp-inspector', command, options);
  return JSON.parse(stdout);
};
const argument = ([name, value]) => [
  '--tool-arg',
  `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
];

await report({
  list: async () => (await run('--method', 'tools/list')).tools.map(({ name }) => name),
  call: async (name, args) =>
    readResult(await run('--method', 'tools/call', '--tool-name', name, ...Object.entries(args).flatMap(argument))),
});
