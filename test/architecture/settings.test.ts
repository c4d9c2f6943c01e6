import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentNames, readEnvironment } from '../../src/config/environment.js';
import { settingsFrom } from '../../src/config/settings.js';
import { parseMasterKeys } from '../../src/crypto/master-keys.js';
import { PACKAGE_ROOT, readText } from './source-files.js';

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

/** The variables in the first cells of the table below the heading `Configuration`, up to the next heading. */
function tableNames(markdown: string): string[] {
  const section = /^#{1,6} +Configuration *\n([\s\S]*?)(?=^#{1,6} |(?![\s\S]))/m.exec(markdown)?.[1] ?? '';
  return [...section.matchAll(/^\| *`([A-Z][A-Z0-9_]*)` *\|/gm)].map((row) => row[1] ?? '');
}

const entries = exampleEntries(readText('.env.example'));
const values = Object.fromEntries(entries.map(({ name, value }) => [name, value]));
const readme = existsSync(join(PACKAGE_ROOT, 'README.md')) ? readText('README.md') : '';
const sorted = (names: readonly string[]) => [...names].sort();

describe('the settings', () => {
  it('.env.example lists exactly the variables that the gateway reads, each once', () => {
    expect(environmentNames().length).toBeGreaterThanOrEqual(10);
    expect(sorted(entries.map(({ name }) => name))).toEqual(sorted(environmentNames()));
  });

  it("the README's table lists exactly the variables that the gateway reads, each once", () => {
    expect(sorted(tableNames(readme))).toEqual(sorted(environmentNames()));
  });

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
  it('take the table below the heading Configuration, and no other', () => {
    const markdown = `# A\n| \`BEFORE\` | x |\n## Configuration\nText\n\n| Variable | Meaning |\n| --- | --- |\n| \`PORT\` | a \`HOST\` |\n|\`HOST\`|b|\n## Next\n| \`AFTER\` | x |\n`;
    expect(tableNames(markdown)).toEqual(['PORT', 'HOST']);
    expect(tableNames('## Configuration\n| `LAST` | x |')).toEqual(['LAST']);
    expect(tableNames('no heading\n| `PORT` | x |')).toEqual([]);
  });

  it('give each variable the comment right above it, and refuse lines that are neither', () => {
    expect(exampleEntries('# about\n\n# one\nA_1=x\nB=\n')).toEqual([
      { name: 'A_1', value: 'x', comment: [' one'] },
      { name: 'B', value: '', comment: [] },
    ]);
    expect(() => exampleEntries('export A=1')).toThrow();
  });
});
