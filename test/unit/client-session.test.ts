import { describe, expect, it } from 'vitest';
import { clientOfSession, newSessionId, requestKey, revisionOfSession } from '../../src/mcp/protocol/calling-client.js';

const opening = (clientInfo: unknown) => ({ method: 'initialize', params: { clientInfo } });
const A = newSessionId(opening({ name: 'desk', version: '2.1' }), '2025-06-18');
const B = newSessionId(opening({ name: 'desk', version: '2.1' }), '2025-06-18');

describe('a session id', () => {
  it.each([
    [
      { name: 'desk', version: '2.1' },
      { name: 'desk', version: '2.1' },
    ],
    [{ name: 'Schreibtisch für Zahlen' }, { name: 'Schreibtisch für Zahlen', version: null }],
    [{ name: 'x'.repeat(5_000) }, { name: 'x'.repeat(128), version: null }],
    [undefined, { name: null, version: null }],
    [7, { name: null, version: null }],
  ])('tells how the client named itself: %j', (info, client) => {
    const id = newSessionId(opening(info), '2025-03-26') ?? '';
    expect(id).toMatch(/^[\x21-\x7e]+$/);
    expect(clientOfSession(id)).toEqual(client);
    expect(revisionOfSession(id)).toBe('2025-03-26');
  });

  it('is given to who opens with initialize, another one each time', () => {
    expect(A).not.toBe(B);
    for (const body of [null, [], {}, { method: 'tools/list' }])
      expect(newSessionId(body, '2025-06-18')).toBeUndefined();
  });

  it.each([undefined, '', 'abc', `${'0'.repeat(36)}.bm8`, `${'0'.repeat(36)}.`, `${A}!`, ['a', 'b']])(
    'that the gateway cannot have made tells nothing: %j',
    (id) => {
      expect(clientOfSession(id)).toBeUndefined();
      expect(revisionOfSession(id)).toBeUndefined();
      expect(requestKey('server', id, 1)).toBeUndefined();
    },
  );
});

describe('the key of a request', () => {
  it('is its own for each server, session and id, of which 1 and "1" are two', () => {
    const keys = [
      requestKey('server', A, 1),
      requestKey('server', A, '1'),
      requestKey('server', A, 2),
      requestKey('server', B, 1),
      requestKey('other', A, 1),
    ];
    expect(keys).not.toContain(undefined);
    expect(new Set(keys).size).toBe(keys.length);
    expect(requestKey('server', A, 1)).toBe(keys[0]);
  });

  it.each([undefined, null, {}, true])('is not there for %j, which is no id', (id) => {
    expect(requestKey('server', A, id)).toBeUndefined();
  });
});
