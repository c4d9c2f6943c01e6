import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWarehouse, type Warehouse } from '../../apps/sample-looker/data/warehouse.js';

const rowsMax = 100_000;
const tables = ['users', 'products', 'orders', 'order_items', 'events'];

describe('the data', () => {
  let first: Warehouse;
  let second: Warehouse;
  let later: Warehouse;

  beforeAll(async () => {
    first = await openWarehouse('2026-11-20');
    second = await openWarehouse('2026-11-20');
    later = await openWarehouse('2027-03-01');
  });
  afterAll(() => {
    for (const warehouse of [first, second, later]) warehouse.close();
  });

  it.each(tables)('%s are the same on two starts', (table) => {
    const statement = `SELECT * FROM ${table} ORDER BY id`;
    const { rows } = first.select(statement, rowsMax);
    expect(rows.length).toBeGreaterThan(100);
    expect(second.select(statement, rowsMax).rows).toEqual(rows);
  });

  it.each(tables.filter((table) => table !== 'products'))(
    '%s of a day do not depend on the day of the start',
    (table) => {
      const statement = `SELECT * FROM ${table} WHERE created_at >= '2026-06-01' AND created_at < '2026-11-21' ORDER BY id`;
      const { rows } = first.select(statement, rowsMax);
      expect(rows.length).toBeGreaterThan(100);
      expect(later.select(statement, rowsMax).rows).toEqual(rows);
    },
  );

  it('spans two years that end with today', () => {
    const [range] = first.select('SELECT MIN(DATE(created_at)), MAX(DATE(created_at)) FROM orders', 1).rows;
    expect(range).toEqual(['2024-11-21', '2026-11-20']);
  });

  it('holds no order of a user or product that is not there', () => {
    const orphans = `SELECT COUNT(*) FROM order_items i LEFT JOIN users u ON u.id = i.user_id
      LEFT JOIN products p ON p.id = i.product_id LEFT JOIN orders o ON o.id = i.order_id AND o.user_id = i.user_id
      WHERE u.id IS NULL OR p.id IS NULL OR o.id IS NULL`;
    expect(first.select(orphans, 1).rows).toEqual([[0]]);
  });

  it('cannot be written to', () => {
    expect(() => first.select('DELETE FROM orders', 1)).toThrow('readonly');
  });
});
