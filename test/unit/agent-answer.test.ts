import { expect, it } from 'vitest';
import { answerOf } from '../../src/tools/definitions/tasks/conversational/agent-answer.js';

const call = { webUrl: 'https://acme.looker.com' };
const text = (part: string, textType?: string) => ({ systemMessage: { text: { parts: [part], textType } } });
const rows = (count: number) => ({
  systemMessage: { data: { result: { data: Array.from({ length: count }, (_, index) => ({ index })) } } },
});

it('the answer of an agent is its conclusion, without its thoughts', () => {
  expect(
    answerOf(call, [text('Hmm.', 'THOUGHT'), text('Reading.', 'PROGRESS'), text('42.', 'FINAL_RESPONSE')]),
  ).toEqual({
    answer: '42.',
  });
  expect(answerOf(call, [text('Hmm.', 'THOUGHT'), text('42.')])).toEqual({ answer: '42.' });
  expect(answerOf(call, null)).toEqual({ answer: 'The agent said nothing.' });
});

it('the error of an agent is its answer only where it says nothing else', () => {
  const error = { systemMessage: { error: { text: 'No access.' } } };
  expect(answerOf(call, [error])).toEqual({ error: 'No access.' });
  expect(answerOf(call, [error, text('42.', 'FINAL_RESPONSE')])).toEqual({ answer: '42.' });
});

it('of many rows of an agent the first fifty are answered, with how many there are', () => {
  const many = answerOf(call, [rows(3), rows(51), text('Here.')]);
  expect(many).toMatchObject({ row_count: 51 });
  expect('rows' in many && many.rows?.length).toBe(50);
  expect(answerOf(call, [rows(50)])).not.toHaveProperty('row_count');
});

it("a query in the form of Google's API is answered as tools take it, with an address that holds it", () => {
  const looker = {
    ...{ model: 'shop', explore: 'orders', fields: ['orders.status', 'orders.count'] },
    ...{ filters: [{ field: 'orders.status', value: 'a&b' }], sorts: ['orders.count desc'], limit: '10' },
  };
  const answered = answerOf(call, [{ systemMessage: { data: { query: { looker } } } }]);
  const [query] = 'queries' in answered ? (answered.queries ?? []) : [];
  expect(query).toMatchObject({ view: 'orders', filters: { 'orders.status': 'a&b' } });
  const url = new URL(String(query?.url));
  expect(url.origin + url.pathname).toBe('https://acme.looker.com/explore/shop/orders');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    ...{ fields: 'orders.status,orders.count', sorts: 'orders.count desc', limit: '10' },
    'f[orders.status]': 'a&b',
  });
});
