import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { Environment, environmentNames, readEnvironment } from '../../src/config/environment.js';
import { settingsFrom } from '../../src/config/settings.js';
import { parseMasterKeys } from '../../src/crypto/master-keys.js';
import { readText } from './source-files.js';

interface ExampleEntry {
  readonly name: string;
  readonly value: string;
  /** The comment lines right above, without their marks. */
  readonly comment: readonly string[];
}

/** The assignments of an `.env` file, each with the block of comment that stands on it. */
function exampleEntries(text: string): ExampleEntry[] {
  const entries: ExampleEntry[] = [];
  let comment: string[] = [];
  for (const line of text.split('\n')) {
    const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
    if (line.startsWith('#')) comment.push(line.slice(1));
    else {
      if (name !== undefined) entries.push({ name, value: value ?? '', comment });
      else if (line.trim() !== '') throw new Error(`neither a comment nor NAME=value: ${line}`);
      comment = [];
    }
  }
  return entries;
}

/** What an entry says of its variable, as text without line breaks. */
function saidOf({ comment }: ExampleEntry) {
  const [about = '', rest = ''] = comment.join('').split(/ Example: .*? Empty: /);
  const [empty = '', safely = ''] = rest.split(' Safe locally: ');
  return { about: about.trim(), empty, safely };
}

/** A row of the README's table: the first sentence, and what an empty one means up to the first comma or full stop. */
function rowOf(entry: ExampleEntry): string {
  const { about, empty } = saidOf(entry);
  const [meaning] = /^.*?\.(?= |$)/.exec(about) ?? [about];
  const [initial = ''] = empty.split(/[.,](?= |$)/);
  const named = (text: string) => text.replaceAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g, '`$&`');
  const isValue = !initial.includes(' ') && initial !== 'none';
  return `| \`${entry.name}\` | ${isValue ? `\`${initial}\`` : named(initial)} | ${named(meaning)} |`;
}

/** A text whose lines of one kind, which stand together, are replaced. */
function withLines(text: string, isOne: (line: string) => boolean, lines: readonly string[]): string {
  const all = text.split('\n');
  const first = all.findIndex(isOne);
  return [...all.slice(0, first), ...lines, ...all.slice(first).filter((line) => !isOne(line))].join('\n');
}

/** Settled by the image, or read in local mode only. */
const NOT_PASSED_ON = ['HOST', 'PORT', 'GATEWAY_DATA_DIR', 'GATEWAY_SAMPLE_LOOKER'];

const entries = exampleEntries(readText('.env.example'));
const values = Object.fromEntries(entries.map(({ name, value }) => [name, value]));
const sorted = (names: readonly string[]) => [...names].sort();

describe('the settings', () => {
  it('.env.example lists exactly the variables that the gateway reads, each once', () => {
    expect(environmentNames().length).toBeGreaterThanOrEqual(10);
    expect(sorted(entries.map(({ name }) => name))).toEqual(sorted(environmentNames()));
  });

  it("the README's table says the same in short (to take a change over: --update)", async () => {
    const isRow = (line: string) => /^\| `[A-Z][A-Z0-9_]*` \|/.test(line);
    const readme = readText('README.md');
    const [before, section] = readme.split('## Configuration\n');
    const table = withLines(section ?? '', isRow, entries.map(rowOf));
    await expect(`${before}## Configuration\n${table}`).toMatchFileSnapshot('../../README.md');
  });

  it('docker-compose.yml passes on each that may be left out (to take a change over: --update)', async () => {
    const compose = readText('docker-compose.yml');
    const isPassedOn = (line: string) => /^ {6}([A-Z_]+): "\$\{\1:-\}"$/.test(line);
    const isSet = (name: string) => new RegExp(`^ {6}${name}: (?!"\\$\\{${name}:-\\}")`, 'm').test(compose);
    const names = entries.map(({ name }) => name).filter((name) => !NOT_PASSED_ON.includes(name) && !isSet(name));
    const lines = names.map((name) => `      ${name}: "\${${name}:-}"`);
    await expect(withLines(compose, isPassedOn, lines)).toMatchFileSnapshot('../../docker-compose.yml');
  });

  it.each(
    entries.filter(
      ({ name }) => typeof Object.entries(new Environment()).find(([key]) => key === name)?.[1] === 'number',
    ),
  )('.env.example says of $name what holds where it is empty', (entry) => {
    const initial = Object.entries(new Environment()).find(([key]) => key === entry.name)?.[1];
    expect(saidOf(entry).empty.split(/[.,]/)[0]).toBe(String(initial));
  });

  it.each(entries.filter((entry) => saidOf(entry).safely.startsWith('any number from 1 to ')))(
    '.env.example names the bounds of $name',
    (entry) => {
      const max = Number(/^any number from 1 to (\d+)/.exec(saidOf(entry).safely)?.[1]);
      const longest = { GATEWAY_DATABASE_STATEMENT_SECONDS: '600', GATEWAY_DATABASE_TRANSACTION_SECONDS: '600' };
      const read = (value: number) => () => readEnvironment({ ...longest, [entry.name]: String(value) });
      expect(read(max)).not.toThrow();
      for (const value of [0, max + 1]) expect(read(value)).toThrow(entry.name);
    },
  );

  it.each(entries)(
    '.env.example says of $name what it is for, an example, what empty means, what is safe locally',
    ({ comment }) => {
      const [purpose] = comment;
      expect(purpose).toMatch(/^ \S.{20,}/);
      for (const part of ['Example', 'Empty', 'Safe locally'])
        expect(comment.filter((line) => new RegExp(`^ ${part}: \\S`).test(line))).toHaveLength(1);
    },
  );

  it('.env.example copied as it is changes nothing', () => {
    expect(settingsFrom(readEnvironment(values))).toEqual(settingsFrom(readEnvironment({})));
  });

  it.each(entries.filter(({ name }) => name !== 'GATEWAY_MASTER_KEYS'))(
    'the example of $name in .env.example is accepted',
    ({ name, comment }) => {
      const example = comment.find((line) => line.startsWith(' Example: '))?.slice(' Example: '.length);
      // These are needed by others.
      const needed = {
        GATEWAY_MASTER_KEYS: `k1:${'A'.repeat(43)}=`,
        GATEWAY_OIDC_ISSUER: 'https://id.example.com',
        GATEWAY_OIDC_CLIENT_ID: 'any',
      };
      const environment = readEnvironment({ ...values, ...needed, [name]: example });
      expect(String(environment[name as keyof typeof environment])).toBe(example);
    },
  );

  it('the command in .env.example makes a master key that the gateway takes', () => {
    const comment = entries.find(({ name }) => name === 'GATEWAY_MASTER_KEYS')?.comment ?? [];
    const script = comment.map((line) => /^ +node -e "(.*)"$/.exec(line)?.[1]).find((found) => found !== undefined);
    const made = execFileSync(process.execPath, ['-e', script ?? ''], { encoding: 'utf8' });
    expect(parseMasterKeys(made)).toEqual([{ id: 'k1', secret: expect.any(Buffer) }]);
  });
});

describe('the readers of settings', () => {
  it('take the first sentence, and the beginning of what an empty one means', () => {
    const comment = [
      ' Is for 10.0.0.0/8 and more.',
      ' Not said.',
      ' Example: 1',
      ' Empty: 30, a lot.',
      ' Safe locally: yes.',
    ];
    expect(rowOf({ name: 'A', value: '', comment })).toBe('| `A` | `30` | Is for 10.0.0.0/8 and more. |');
    expect(saidOf({ name: 'A', value: '', comment }).safely).toBe('yes.');
  });

  it('give each variable the comment right above it, and refuse lines that are neither', () => {
    expect(exampleEntries('# about\n\n# one\nA_1=x\nB=\n')).toEqual([
      { name: 'A_1', value: 'x', comment: [' one'] },
      { name: 'B', value: '', comment: [] },
    ]);
    expect(() => exampleEntries('export A=1')).toThrow();
  });
});
