import { describe, expect, it } from 'vitest';
import { readFields } from '../../src/tool-calls/explores/explore-field.js';
import { FieldIndex } from '../../src/tool-calls/explores/field-index.js';

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
const indexOver = async (explores: readonly [model: string, explore: string, fields: typeof orders][]) => {
  const made = new FieldIndex();
  for (const [model, explore, fields] of explores) await made.add({ model, explore }, { fields, filters: [] });
  return made;
};
const index = await indexOver([
  ['shop', 'orders', orders],
  ['shop', 'users', users],
  ['other', 'users', users],
]);

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

  it('are no more than a search can hold: neither in explores that have the same, nor with what filters them', async () => {
    const same = readFields({ dimensions: Array.from({ length: 1_000 }, (_, at) => field(`a.${at}`)) });
    const shared = new FieldIndex();
    let explores = 0;
    for (; !shared.isFull && explores < 2_000; explores += 1)
      await shared.add({ model: 'm', explore: `e${explores}` }, { fields: same, filters: [] });
    expect(explores).toBe(1_000);
    const filters = Array.from({ length: 60 }, () => ({
      kind: 'always' as const,
      field: 'f'.repeat(255),
      value: 'v'.repeat(255),
    }));
    const filtered = new FieldIndex();
    for (explores = 0; !filtered.isFull && explores < 2_000; explores += 1)
      await filtered.add({ model: 'm', explore: `e${explores}` }, { fields: [], filters });
    expect(explores).toBeLessThan(300);
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
    ['umsatze', 'orders.umsätze'],
    ['UMSAETZE', 'orders.umsätze'],
  ])('are found by "%s": %s', async (words, name) => {
    expect((await index.search(words))[0]?.name).toBe(name);
  });

  it.each([
    ['注文 売上合計', '売上'],
    ['注文 売上合計', '合計'],
    ['注文 売上合計', '売'],
    ['注文 売上合計', '計'],
    ['売上合計', '売上の合計'],
    ['𠮷野家売上', '𠮷野'],
    ['\uFDFA عدد', 'عدد'],
    ['총매출액', '매출'],
    ['총매출액', '매출액'],
    ['バス路線', 'ﾊﾞｽ'],
    ['ยอดขายรวม', 'ยอดขาย'],
    ['ยอดขายรวม', 'รวม'],
    ['ລາຍໄດ້ທັງໝົດ', 'ລາຍໄດ້'],
    ['စုစုပေါင်းရောင်းအား', 'ရောင်းအား'],
    ['ប្រាក់ចំណូលសរុប', 'ចំណូល'],
    ['Kunden Größe Straße', 'strasse'],
    ['Kunden Größe Straße', 'GROSSE'],
    ['Kunden Größe Straße', 'groesse'],
    ['Kunden Strasse', 'straße'],
    ['Höhe', 'hoehe'],
    ['hoehe', 'Höhe'],
    ['STRASSE', 'Straße'],
    ['Clients Région préférée', 'region'],
    ['Clients Region preferee', 'préférée'],
    ['Zu\u0308rich', 'Zürich'],
    ['Ångström Øresund', 'angstrom'],
    ['Ångström Øresund', 'oresund'],
    ['Łódź', 'lodz'],
    ['İstanbul Ilçe', 'istanbul'],
    ['ΟΔΟΣ', 'οδός'],
    ['Ёлка', 'ЕЛКА'],
    ['Выручка', 'ВЫРУЧКА'],
    ['कुल बिक्री', 'बिक्री'],
    ['المُبِيعَات', 'المبيعات'],
    ['ﬁnance', 'FINANCE'],
    ['ｒｅｖｅｎｕｅ', 'revenue'],
  ])('with the label "%s" are found by "%s"', async (label, words) => {
    const other = field('a.other', { label: 'Zebra 猫 고양이 แมว' });
    const labelled = await indexOver([['m', 'e', readFields({ dimensions: [field('a.b', { label }), other] })]]);
    expect((await labelled.search(words)).map(({ name }) => name)).toEqual(['a.b']);
  });

  it('are not found by less than half of a word in a script without spaces', async () => {
    const labelled = await indexOver([['m', 'e', readFields({ dimensions: [field('a.b', { label: '売上合計' })] })]]);
    expect(await labelled.search('売上原価率表')).toEqual([]);
  });

  it('that are hidden, or fit no word, are not found', async () => {
    expect(await index.search('secret')).toEqual([]);
    expect(await index.search('zebra')).toEqual([]);
    expect(await index.search('')).toEqual([]);
  });

  it('are looked for by the first five hundred characters alone', async () => {
    const [words, filler] = ['revenue', 'zebra '.repeat(100)];
    expect(await index.search(`${words} ${filler} status`)).toEqual(await index.search(words));
    expect(await index.search(`${filler} status`)).toEqual([]);
  });

  it('take in no more different words than memory allows, and are listed all the same', async () => {
    const many = readFields({
      dimensions: Array.from({ length: 4_000 }, (_, at) =>
        field(`v.f${at}`, { description: Array.from({ length: 20 }, (_, word) => `${at}x${word}`).join(' ') }),
      ),
    });
    const large = await indexOver([['m', 'e', many]]);
    expect(large.isFull).toBe(true);
    expect(large.fields).toHaveLength(4_000);
    expect(await large.search('f3999')).toEqual([]);
    expect((await large.search('f1')).map(({ name }) => name)).toContain('v.f1');
  });

  it('that fit one word do not crowd out those that fit another', async () => {
    const crowd = readFields({ dimensions: Array.from({ length: 60 }, (_, id) => field(`orders.orders_${id}`)) });
    const large = await indexOver([['m', 'e', [...crowd, ...users]]]);
    const found = (await large.search('orders by age')).map(({ name }) => name);
    expect(found).toContain('users.age');
    expect(found.length).toBeLessThanOrEqual(30);
  });
});
