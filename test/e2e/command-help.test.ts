import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/config/settings.js';

const { scripts } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const COMMANDS = Object.entries(scripts).flatMap(([script, line]) => {
  const program = /dist\/commands\/([\w-]+\.js)$/.exec(line)?.[1];
  return program === undefined ? [] : [{ script, program }];
});

/** Runs a command as npm does, without any setting. */
const run = (program: string, args: readonly string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) =>
    execFile(
      process.execPath,
      [join(PACKAGE_ROOT, 'dist', 'commands', program), ...args],
      { env: {} },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    ),
  );

describe('the commands of package.json', () => {
  it('are five', () => {
    expect(COMMANDS.map(({ script }) => script).sort()).toEqual([
      ...['audit:verify', 'doctor', 'organization:create', 'secrets:reseal', 'secrets:retire'],
    ]);
  });

  it.each(COMMANDS)(
    '$script tells with --help its usage, options, examples and exit codes, and does nothing',
    async ({ script, program }) => {
      // One of them answers without loading the gateway.
      for (const args of program === 'doctor.js' ? [['--help'], ['-h'], ['--nothing', '--help']] : [['--help']]) {
        const { code, stdout, stderr } = await run(program, args);
        expect([code, stderr]).toEqual([0, '']);
        expect(stdout).toContain(`Usage: npm run --silent ${script}`);
        expect(stdout).toMatch(/\nOptions:\n(.*\n)*? +-h, --help {2}/);
        expect(stdout).toMatch(new RegExp(`\\nExamples:\\n {2}npm run --silent ${script}.*\\n {6}\\S`));
        expect(stdout).toMatch(/\nEnds with:\n {2}0 {2}\S.*\n {2}1 {2}\S/);
        expect(stdout).toContain(`dist/commands/${program}`);
      }
    },
  );

  it.each(COMMANDS)('$script says which option it does not know, and how it is called', async ({ script, program }) => {
    const { code, stdout, stderr } = await run(program, ['--nothing']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(`Unknown option '--nothing'.\n${/Usage: .*\n/.exec(stderr)?.[0]}--help tells the rest.\n`);
    expect(stderr).toContain(`Usage: npm run --silent ${script}`);
  });
});
