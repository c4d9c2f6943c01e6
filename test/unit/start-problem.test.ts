import { describe, expect, it } from 'vitest';
import { DataFolderError } from '../../src/database/data-folder-error.js';
import { explainStart, knownProblem } from '../../src/start-problem.js';

const systemError = (code: string, syscall: string, more: object = {}) =>
  Object.assign(new Error(`${code}: it failed`), { code, syscall, ...more });

describe('what is said of a failed start', () => {
  it.each([
    [
      systemError('EACCES', 'listen', { address: '127.0.0.1', port: 80 }),
      /not listen on port 80 .*from 1024 on with PORT/,
    ],
    [systemError('EADDRINUSE', 'listen', { address: '127.0.0.1', port: 3000 }), /Port 3000 .*in use.*with PORT/],
    [systemError('EROFS', 'mkdir', { path: '/x/.data' }), /may not mkdir \/x\/\.data .*GATEWAY_DATA_DIR/],
    [systemError('EPERM', 'open', { path: '/x/local.json' }), /may not open \/x\/local\.json /],
    [systemError('ENOSPC', 'write', { path: '/x/postgres' }), /no room for \/x\/postgres /],
    [new DataFolderError('Somebody else is there.'), /^Somebody else is there\.$/],
  ])('is a sentence for what is known: %s', (error, words) => {
    expect(explainStart(error)).toMatch(words);
    expect(explainStart(error)).not.toContain('\n');
  });

  it.each([
    [new TypeError('x is not a function')],
    [systemError('ECONNRESET', 'read')],
    [systemError('EMFILE', 'open', { path: '/x' })],
    [systemError('EACCES', 'connect')],
  ])('is the place in the code for what nobody foresaw: %s', (error) => {
    expect(knownProblem(error)).toBeUndefined();
    expect(explainStart(error)).toBe(error.stack);
  });
});
