import { describe, expect, it } from 'vitest';
import { mayCarryToken, tokenHeader } from '../../src/looker/token-addresses.js';

const HOSTED = { baseUrl: 'https://acme.looker.com', apiServerUrl: 'https://acme.looker.com:19999' };
const LOCAL = { baseUrl: 'http://127.0.0.1:19999' };

describe('a bearer token', () => {
  it.each([
    'https://acme.looker.com/api/4.0/swagger.json',
    'https://acme.looker.com:443/x',
    'HTTPS://ACME.looker.com/x',
    'https://acme.looker.com:19999/api/4.0/swagger.json',
  ])('goes to %s, which is the connected address or its API server', (address) => {
    expect(mayCarryToken(address, HOSTED)).toBe(true);
    expect(tokenHeader('t', address, HOSTED)).toEqual({ authorization: 'Bearer t' });
  });

  it.each([
    'http://acme.looker.com/x',
    'http://acme.looker.com:443/x',
    'http://acme.looker.com:19999/x',
    'https://acme.looker.com:8443/x',
    'https://acme.looker.com./x',
    'https://www.acme.looker.com/x',
    'https://looker.com/x',
    'https://acme.looker.com.example.com/x',
    'https://acme.looker.com@example.com/x',
    'https://user@acme.looker.com/x',
    'https://user:password@acme.looker.com:19999/x',
    'https://:password@acme.looker.com/x',
    'blob:https://acme.looker.com/x',
    'ws://acme.looker.com/x',
    'wss://acme.looker.com:19999/x',
    'data:application/json,{}',
    '//acme.looker.com/x',
    '/api/4.0/swagger.json',
    '',
  ])('does not go to %j', (address) => {
    expect(mayCarryToken(address, HOSTED)).toBe(false);
    expect(() => tokenHeader('t', address, HOSTED)).toThrow(expect.objectContaining({ fault: 'address_refused' }));
  });

  it.each([
    ['http://acme.looker.com:19999', 'http://acme.looker.com:19999/x'],
    ['https://evil.example:19999', 'https://evil.example:19999/x'],
    ['https://user@acme.looker.com:19999', 'https://acme.looker.com:19999/x'],
    ['blob:https://acme.looker.com:19999', 'https://acme.looker.com:19999/x'],
    ['acme.looker.com:19999', 'https://acme.looker.com:19999/x'],
    ['', 'https://acme.looker.com:19999/x'],
    [null, 'https://acme.looker.com:19999/x'],
  ])('does not go where a Looker says that its API is %j', (apiServerUrl, address) => {
    expect(mayCarryToken(address, { ...HOSTED, apiServerUrl })).toBe(false);
  });

  it('goes to a plain http address only where the account was connected with that very one', () => {
    expect(mayCarryToken('http://127.0.0.1:19999/x', LOCAL)).toBe(true);
    expect(mayCarryToken('http://127.0.0.1:20000/x', { ...LOCAL, apiServerUrl: 'http://127.0.0.1:20000' })).toBe(false);
    expect(mayCarryToken('http://localhost:19999/x', LOCAL)).toBe(false);
    expect(mayCarryToken('http://127.0.0.1:19999/x', { baseUrl: 'https://127.0.0.1:19999' })).toBe(false);
  });
});
