import { describe, expect, it } from 'vitest';
import { callingClient } from '../../src/mcp/protocol/calling-client.js';

const CLIENT_INFO = 'io.modelcontextprotocol/clientInfo';

describe('the calling client', () => {
  it('is whom the envelope of revision 2026-07-28 names', () => {
    const envelope = {
      [CLIENT_INFO]: { name: 'desk', version: '2.1' },
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    };
    expect(callingClient(envelope, { 'user-agent': 'node', 'mcp-protocol-version': 'other' })).toEqual({
      name: 'desk',
      version: '2.1',
      protocolVersion: '2026-07-28',
    });
  });

  it.each([
    ['python-httpx/0.28.1', 'python-httpx', '0.28.1'],
    ['Claude-User/1.0 (+https://example.com)', 'Claude-User', '1.0'],
    ['node', 'node', null],
    ['', null, null],
    [undefined, null, null],
  ])('is the first product of the user agent %s where there is no envelope', (userAgent, name, version) => {
    expect(callingClient(undefined, { 'user-agent': userAgent, 'mcp-protocol-version': '2025-06-18' })).toEqual({
      name,
      version,
      protocolVersion: '2025-06-18',
    });
  });

  it.each([[null], ['text'], [{}], [{ name: 7, version: [] }]])(
    'is read from the user agent when the envelope says %j',
    (info) => {
      expect(callingClient({ [CLIENT_INFO]: info }, { 'user-agent': 'a/1' })).toMatchObject({
        name: 'a',
        version: '1',
      });
    },
  );

  it('has a name of bounded length', () => {
    expect(callingClient({ [CLIENT_INFO]: { name: 'x'.repeat(5000) } }, {}).name).toHaveLength(128);
  });
});
