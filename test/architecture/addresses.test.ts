import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.js';

const DOOR = 'src/values/email-address.ts';
const FOLDED = /\b(?:\w*(?:mail|address|account)\w*\)?)\.(?:trim\(\)\.)?to(?:Locale)?(?:Lower|Upper)Case\(/gi;

const foldedAddresses = (path: string, text: string) =>
  path === DOOR ? [] : [...text.matchAll(FOLDED)].map(([code]) => `${path}: ${code}`);

describe('e-mail addresses', () => {
  it('are made comparable in one place, since small letters make one mailbox of two', () => {
    const files = sourceFiles('src');
    expect(files.length).toBeGreaterThanOrEqual(300);
    expect(files.flatMap(({ path, text }) => foldedAddresses(path, text))).toEqual([]);
  });

  it.each([
    'email.toLowerCase()',
    'String(user.email).toLowerCase()',
    'ownerEmail.trim().toLocaleLowerCase()',
    'account.toUpperCase()',
  ])('`%s` is found', (code) => {
    expect(foldedAddresses('src/a.ts', `const a = ${code};`)).toHaveLength(1);
  });
});
