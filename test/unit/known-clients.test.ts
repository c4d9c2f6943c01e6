import { describe, expect, it } from 'vitest';
import { patienceMs, showsStructureAlone } from '../../src/mcp/protocol/calling-client.js';
import type { RunContext } from '../../src/tool-calls/capabilities/run-context.js';
import { waitingMs } from '../../src/tool-calls/queries/waiting-call.js';

const named = (name: string | null) => ({ name, version: '1' });
const SERVER_MS = 200_000;

/** What a client's call waits at a server that allows 200 seconds. */
const waits = (name: string | null, args: object = {}) => {
  const limits = { rowsMax: 1, charactersMax: 1, timeMs: SERVER_MS, patienceMs: patienceMs(named(name)) };
  return waitingMs({ ...args }, { limits } as RunContext);
};

describe('how long a call waits', () => {
  it.each(['claude-code', 'claude-ai', 'Claude', 'Anthropic/ClaudeAI', 'Claude-User', 'dashboard'])(
    'is as long as the server allows for %s',
    (name) => {
      expect(waits(name)).toBe(SERVER_MS);
    },
  );

  it.each(['mcp', 'not claude-code', 'constructor', '', null])('is 50 seconds for %s', (name) => {
    expect(waits(name)).toBe(50_000);
  });

  it.each([
    ['longer', 120, 120_000],
    ['shorter', 5, 5_000],
    ['longer than the server allows', 900, SERVER_MS],
  ])('is %s where that is asked', (_, timeout_seconds, expected) => {
    expect(waits('mcp', { timeout_seconds })).toBe(expected);
    expect(waits('claude-code', { timeout_seconds })).toBe(expected);
  });
});

describe('clients that show the structure alone', () => {
  it.each([
    ['claude-code', true],
    ['codex-mcp-client', true],
    ['Visual Studio Code', true],
    ['claude-ai', false],
    ['mcp', false],
    [null, false],
  ])('%s: %s', (name, expected) => {
    expect(showsStructureAlone(named(name))).toBe(expected);
  });
});
