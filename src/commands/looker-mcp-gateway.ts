#!/usr/bin/env node
import { endWith, print } from './command-line.js';

const USAGE = `Usage: looker-mcp-gateway <command>

  stdio --url <MCP URL>  Connects a client that only starts processes to an MCP URL.
  doctor <MCP URL>       Does what clients do when they are given a URL, and says at the first fault what to change.
  start                  Starts the gateway; on a machine with nothing on it, with a sample Looker.

Each command tells more with --help.`;

/** Loaded when they are asked for: the bridge needs nothing of the gateway. */
const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<unknown>>> = {
  stdio: async (args) => (await import('./stdio.js')).runStdio(args),
  doctor: () => import('./doctor.js'),
  start: () => import('../main.js'),
};

async function run([name = '', ...args]: readonly string[]): Promise<void> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) {
    // The commands read what stands behind their own name.
    process.argv.splice(2, 1);
    await command(args);
    return;
  }
  const isAsked = ['', 'help', '--help', '-h'].includes(name);
  await print(
    isAsked ? process.stdout : process.stderr,
    isAsked ? USAGE : `There is no command "${name}".\n\n${USAGE}`,
  );
  process.exit(isAsked ? 0 : 1);
}

run(process.argv.slice(2)).catch(endWith((error) => (error instanceof Error ? error.message : String(error))));
