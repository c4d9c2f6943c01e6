import { describe, expect, it } from 'vitest';
import { readFields } from '../../src/looker/metadata/explore-field.js';
import { FieldIndex, joinedFields } from '../../src/looker/metadata/field-index.js';

const field = (name: string, more: object = {}) => ({ name, label: name, type: 'string', ...more });
const orders = readFields({
  dimensions: [
    field('orders.status', { label: 'Order Status', suggestions: ['open', 'shipped'] }),
    field('orders.is_gift', { type: 'yesno', enumerations: [{ label: 'Yes', value: 'Yes' }, { value: 'No' }] }),
    field('users.state', { description: 'Where the   customer\n lives', synonyms: ['Bundesland'] }),
    field('users.secret', { hidden: true }),
    field('orders.umsätze', { label: 'Umsätze' }),
  ],
  measures: [field('orders.total_revenue', { type: 'sum' })],
  filters: [field('orders.period_filter', { type: 'date' })],
  parameters: [field('orders.granularity', { type: 'unquoted', enumerations: [{ value: 'day' }, { value: 'week' }] })],
});
const users = readFields({ dimensions: [field('users.state'), field('users.age', { type: 'number' })] });
const index = await FieldIndex.over(
  await joinedFields([
    { model: 'shop', explore: 'orders', fields: orders },
    { model: 'shop', explore: 'users', fields: users },
    { model: 'other', explore: 'users', fields: users },
  ]),
);

describe('the fields of explores', () => {
  it('are told by category, with the values that are few, and their texts short', () => {
    expect(orders.map(({ name, category, values }) => [name, category, values])).toEqual([
      ['orders.status', 'dimension', ['open', 'shipped']],
      ['orders.is_gift', 'dimension', ['Yes', 'No']],
      ['users.state', 'dimension', []],
      ['users.secret', 'dimension', []],
      ['orders.umsätze', 'dimension', []],
      ['orders.total_revenue', 'measure', []],
      ['orders.period_filter', 'filter', []],
      ['orders.granularity', 'parameter', ['day', 'week']],
    ]);
    expect(orders[2]?.description).toBe('Where the customer lives');
    const [long] = readFields({ dimensions: [field('a.b', { description: 'x'.repeat(500) })] });
    expect(long?.description).toHaveLength(160);
    const [many] = readFields({ dimensions: [field('a.b', { suggestions: Array(13).fill('x') })] });
    expect(many?.values).toEqual([]);
  });

  it('are one field where several explores have it alike, and two where it is not the same', () => {
    const explores = ({ explores: found }: { explores: readonly { model: string; explore: string }[] }) =>
      found.map(({ model, explore }) => `${model}.${explore}`);
    const named = (name: string) => index.fields.filter((one) => one.name === name).map(explores);
    expect(named('users.age')).toEqual([['shop.users', 'other.users']]);
    expect(named('users.state')).toEqual([['shop.orders'], ['shop.users', 'other.users']]);
  });

  it.each([
    ['revenue', 'orders.total_revenue'],
    ['the statuses of orders', 'orders.status'],
    ['Bundesland', 'users.state'],
    ['customers live', 'users.state'],
    ['revnue', 'orders.total_revenue'],
    ['UMSÄTZE', 'orders.umsätze'],
    ['shipped', 'orders.status'],
    ['granularity week', 'orders.granularity'],
  ])('are found by "%s": %s', (words, name) => {
    expect(index.search(words)[0]?.name).toBe(name);
  });

  it('that are hidden, or fit no word, are not found', () => {
    expect(index.search('secret')).toEqual([]);
    expect(index.search('zebra')).toEqual([]);
    expect(index.search('')).toEqual([]);
  });

  it('are looked for by the first five hundred characters alone', () => {
    const [words, filler] = ['revenue', 'zebra '.repeat(100)];
    expect(index.search(`${words} ${filler} status`)).toEqual(index.search(words));
    expect(index.search(`${filler} status`)).toEqual([]);
  });

  it('that fit one word do not crowd out those that fit another', async () => {
    const crowd = readFields({ dimensions: Array.from({ length: 60 }, (_, id) => field(`orders.orders_${id}`)) });
    const large = await FieldIndex.over(
      await joinedFields([{ model: 'm', explore: 'e', fields: [...crowd, ...users] }]),
    );
    const found = large.search('orders by age').map(({ name }) => name);
    expect(found).toContain('users.age');
    expect(found.length).toBeLessThanOrEqual(30);
  });
});
