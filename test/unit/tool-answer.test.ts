import { describe, expect, it } from 'vitest';
import { toolAnswer } from '../../src/tools/run/tool-answer.js';
import { decodeCursor, type PageRequest } from '../../src/tools/schema/paging.js';
import { secretProperties } from '../../src/tools/schema/secret-properties.js';

const byLooker: PageRequest = { limit: 3, offset: 6, by: 'looker' };
const byGateway: PageRequest = { limit: 3, offset: 3, by: 'gateway' };
const rows = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));
const written = (body: unknown, page: PageRequest | null = null) => {
  const { text, isError } = toolAnswer(body, page);
  expect(isError).toBe(false);
  return JSON.parse(text);
};

describe('what Looker answered', () => {
  it('reaches the model as JSON, as it came', () => {
    const body = { id: '1', title: 'Umsätze "2026"', nested: { list: [1, null, true] } };
    expect(toolAnswer(body, null)).toEqual({ isError: false, text: JSON.stringify(body) });
  });

  it.each([[null], [undefined], ['']])('is said to be done when it is %j', (body) => {
    expect(toolAnswer(body, null)).toEqual({ isError: false, text: expect.stringMatching(/^Done\./) });
    expect(toolAnswer(body, byLooker).isError).toBe(false);
  });

  it.each([[0], [false], [true]])('is told when it is the plain value %j', (body) => {
    expect(written(body)).toBe(body);
  });

  it('stays a text when it is one, such as CSV or SQL', () => {
    const csv = 'Orders Count,Status\n17,"complete"\n';
    expect(toolAnswer(csv, null)).toEqual({ isError: false, text: csv });
  });

  it('is put under result when it is an array that is not paged', () => {
    expect(written(rows(5))).toEqual({ result: rows(5) });
    expect(written([])).toEqual({ result: [] });
  });

  it('is a page of Looker’s with a cursor behind it when the page is full, and none when it is not', () => {
    const full = written(rows(3), byLooker);
    expect(full.result).toEqual(rows(3));
    expect(decodeCursor(full.next_cursor)).toBe(9);
    expect(written(rows(2), byLooker)).toEqual({ result: rows(2), next_cursor: null });
    expect(written([], byLooker)).toEqual({ result: [], next_cursor: null });
  });

  it('is cut into pages here when Looker sends the whole list, with a cursor exactly while there is more', () => {
    const middle = written(rows(7), byGateway);
    expect(middle.result).toEqual(rows(7).slice(3, 6));
    expect(decodeCursor(middle.next_cursor)).toBe(6);
    expect(written(rows(6), byGateway)).toEqual({ result: rows(6).slice(3), next_cursor: null });
    expect(written(rows(2), byGateway)).toEqual({ result: [], next_cursor: null });
  });

  it('is an error that names the cause when the query failed in the database, which Looker answers with 200', () => {
    const { text, isError } = toolAnswer([{ looker_error: 'column "amuont" does not exist' }], null);
    expect(isError).toBe(true);
    expect(text).toContain('column "amuont" does not exist');
    expect(text).toContain('run it again');
  });

  it('is refused whole when it is too long to be shown, with what to do, rather than cut in the middle', () => {
    const fits = 'x'.repeat(150_000);
    expect(toolAnswer(fits, null)).toEqual({ isError: false, text: fits });
    const { text, isError } = toolAnswer(`${fits}x`, null);
    expect(isError).toBe(true);
    expect(text.length).toBeLessThan(300);
    expect(text).toMatch(/150001 characters.*150000.*limit/);
  });
});

describe('secrets in what Looker answered', () => {
  /** Written out: a list that guards is not its own proof. */
  const SECRET_NAMES = [
    'access_token',
    'account_setup_url',
    'auth_password',
    'authorization_token',
    'certificate',
    'client_secret',
    'custom_s3_secret',
    'deploy_secret',
    'git_password',
    'password',
    'password_reset_url',
    'pdt_password',
    'refresh_token',
    'secret',
    'secret_parameters',
    'test_ldap_password',
  ];

  it('are all of these names', () => {
    expect([...secretProperties].sort()).toEqual(SECRET_NAMES);
  });

  it.each(SECRET_NAMES)('%s never reaches the model, however deep it stands', (name) => {
    const body = { id: 1, [name]: 'planted', user: { credentials: [{ kept: 'yes', [name]: { inside: 'planted' } }] } };
    const clean = { id: 1, user: { credentials: [{ kept: 'yes' }] } };
    expect(written(body)).toEqual(clean);
    expect(written([body])).toEqual({ result: [clean] });
    expect(written([body], byLooker)).toEqual({ result: [clean], next_cursor: null });
  });

  it('are known by the whole name of the property: columns and texts that are merely alike stay', () => {
    const body = { 'users.password': 1, password_policy: 2, text: '{"password":"in a text"}', keys: ['secret'] };
    expect(written(body)).toEqual(body);
  });
});
