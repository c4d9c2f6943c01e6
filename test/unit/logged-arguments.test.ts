import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loggedArguments, loggedText } from '../../src/call-log/logged-arguments.js';

describe('what the log says of arguments', () => {
  it('is their digest and their size in bytes, and nothing else unless it was asked for', () => {
    const text = '{"model":"ümlaut","view":"orders"}';
    expect(loggedArguments({ view: 'orders', model: 'ümlaut' }, false)).toEqual({
      digest: createHash('sha256').update(text).digest('hex'),
      bytes: text.length + 1,
      payload: null,
    });
  });

  it('takes arguments that were left out for none', () => {
    expect(loggedArguments(undefined, false)).toEqual(loggedArguments({}, false));
  });

  it('masks secrets among arguments that are kept', () => {
    const { payload } = loggedArguments({ name: 'x', connection: { client_secret: 'hush', password: 'hush' } }, true);
    expect(payload).toEqual({ name: 'x', connection: { client_secret: '(masked)', password: '(masked)' } });
  });

  it('masks secrets in JSON text among them, however often it is written as text, and leaves other texts alone', () => {
    const inner = JSON.stringify({ host: 'db', password: 'hush' });
    const payloadOf = (value: string) => loggedArguments({ value }, true).payload;
    expect(payloadOf(inner)).toEqual({ value: '{"host":"db","password":"(masked)"}' });
    expect(payloadOf(`[ ${inner} ]`)).toEqual({ value: '[{"host":"db","password":"(masked)"}]' });
    expect(payloadOf('{"pass\\u0077ord":"hush"}')).toEqual({ value: '{"password":"(masked)"}' });
    expect(payloadOf(JSON.stringify({ body: inner }))).toEqual({
      value: JSON.stringify({ body: '{"host":"db","password":"(masked)"}' }),
    });
    expect(payloadOf(JSON.stringify(inner))).toEqual({ value: JSON.stringify('{"host":"db","password":"(masked)"}') });
    expect(payloadOf(`${inner},`)).toEqual({ value: '(masked)' });
    for (const text of ['{% if a %}', '{"a": 1.50}', '[orders.count]', 'a password'])
      expect(payloadOf(text)).toEqual({ value: text });
  });

  it('keeps 16 KiB of arguments and not a byte more', () => {
    const fits = { text: 'x'.repeat(16_384 - '{"text":""}'.length) };
    expect(loggedArguments(fits, true)).toMatchObject({ bytes: 16_384, payload: fits });
    expect(loggedArguments({ text: `${fits.text}x` }, true)).toMatchObject({ bytes: 16_385, payload: null });
  });

  it('cuts what is nested deeper than any tool takes', () => {
    const text = JSON.stringify(loggedArguments(JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`), true).payload);
    expect(text).toBe(`${'['.repeat(32)}"(nested too deep)"${']'.repeat(32)}`);
  });
});

describe('a text in the log', () => {
  it('is cut, and holds nothing that PostgreSQL refuses', () => {
    expect(loggedText('a\0b\uD800c😀', 10)).toBe('a\uFFFDb\uFFFDc😀');
    expect(loggedText('ab😀', 3)).toBe('ab\uFFFD');
  });
});
