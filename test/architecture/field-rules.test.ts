import { describe, expect, it } from 'vitest';
import { readText, sourceFiles } from './source-files.js';

/** What each lets pass that it should not, and what is used in its place. */
const FORBIDDEN: Record<string, string> = {
  IsOptional: 'lets null pass: use MayBeLeftOut, and MayBeNull where null means something',
  ValidateIf: 'is MayBeLeftOut or MayBeNull',
  PartialType: 'applies IsOptional: use AllMayBeLeftOut',
  ValidateNested: 'lets lists and null pass: use IsObjectOf',
  Length: 'does not count every character: use IsName or IsText',
  MinLength: 'does not count every character: use IsName or IsText',
  MaxLength: 'does not count every character: use IsName or IsText',
  IsDateString: 'takes dates that no calendar has: use IsInstant',
  IsISO8601: 'takes dates that no calendar has: use IsInstant',
  IsDate: 'is not what JSON holds: use IsInstant',
};
/** Where the rules are made, and settings, which are no fields of a request. */
const EXEMPT = [
  'src/http/input/presence.ts',
  'src/http/input/text.ts',
  'src/http/input/instant.ts',
  'src/config/environment.ts',
];

const used = (text: string) =>
  [...text.matchAll(/import (?:type )?\{([^}]*)\} from '(?:class-validator|@nestjs\/swagger|@nestjs\/mapped-types)'/g)]
    .flatMap(([, names = '']) => names.split(','))
    .map((name) => name.trim().split(' ')[0] ?? '')
    .filter((name) => Object.hasOwn(FORBIDDEN, name));

describe('the rules of the fields of requests', () => {
  it('are said with the decorators of src/http, which take null for what it is', () => {
    const files = sourceFiles('src').filter(({ path }) => !EXEMPT.includes(path));
    expect(files.length).toBeGreaterThan(300);
    expect(files.filter(({ text }) => text.includes('MayBeLeftOut')).length).toBeGreaterThanOrEqual(10);
    expect(files.flatMap(({ path, text }) => used(text).map((name) => `${path}: ${name} ${FORBIDDEN[name]}`))).toEqual(
      [],
    );
  });

  it('are found where they are broken', () => {
    expect(used(readText('src/http/input/presence.ts'))).toEqual(['PartialType', 'ValidateIf', 'ValidateNested']);
    expect(used(readText('src/config/environment.ts'))).toContain('IsOptional');
  });
});
