import { expect, it } from 'vitest';
import { createMasterKey, parseMasterKeys } from '../../src/crypto/master-keys.js';
import { SetupCodes } from '../../src/crypto/setup-code.js';

const [first, second] = [createMasterKey('k1'), createMasterKey('k2')];
const codesWith = (...keys: string[]) => new SetupCodes(parseMasterKeys(keys.join(',')));

it('a setup code is the same wherever keys and database are, and of five groups that are easy to type', () => {
  const code = codesWith(first).codeOf('a database');
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(codesWith(first, second).codeOf('a database')).toBe(code);
});

it('a setup code opens its database only, under any of the keys', () => {
  const codes = codesWith(first);
  expect(codes.isCodeOf('a database', codes.codeOf('another'))).toBe(false);
  expect(codesWith(second, first).isCodeOf('a database', codes.codeOf('a database'))).toBe(true);
  expect(codesWith(second).isCodeOf('a database', codes.codeOf('a database'))).toBe(false);
});

it.each(['', '-', '0', '0000-0000-0000-0000-0000', '0'.repeat(21), 'ÄÄÄÄÄÄÄÄÄÄ'])('"%s" is no setup code', (text) => {
  expect(codesWith(first).isCodeOf('a database', text)).toBe(false);
});
