import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

describe('inline queries answer what SQL on the same data answers', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  /** Runs both and expects the same rows, with the SQL's columns named as the query's fields. */
  const expectSame = async (query: object, statement: string) => {
    const expected = await client.sql(statement);
    expect(expected.length).toBeGreaterThan(0);
    expect(await client.rows(query)).toEqual(expected);
    return expected;
  };

  it('the ten states with the most orders, without a tie', async () => {
    const rows = await expectSame(
      {
        model: 'ecommerce',
        view: 'orders',
        fields: ['users.state', 'orders.count'],
        sorts: ['orders.count desc'],
        limit: '10',
      },
      `SELECT u.state AS "users.state", COUNT(o.id) AS "orders.count" FROM orders o, users u
       WHERE u.id = o.user_id GROUP BY u.state ORDER BY COUNT(o.id) DESC LIMIT 10`,
    );
    expect(new Set(rows.map((row) => row['orders.count'])).size).toBe(10);
  });

  it('revenue by category in the last 30 days, some above $100,000 and some below', async () => {
    const rows = await expectSame(
      {
        model: 'sales',
        view: 'sales',
        fields: ['products.category', 'order_items.total_revenue'],
        filters: { 'order_items.created_date': 'last 30 days' },
        sorts: ['order_items.total_revenue desc'],
      },
      `SELECT p.category AS "products.category", SUM(i.sale_price) AS "order_items.total_revenue"
       FROM order_items i JOIN products p ON p.id = i.product_id
       WHERE i.created_at >= '2026-10-22' AND i.created_at < '2026-11-21' GROUP BY 1 ORDER BY 2 DESC`,
    );
    const revenues = rows.map((row) => Number(row['order_items.total_revenue']));
    expect(revenues.some((revenue) => revenue > 100_000)).toBe(true);
    expect(revenues.some((revenue) => revenue < 100_000)).toBe(true);
  });

  it('daily active users of the last week', async () => {
    await expectSame(
      {
        model: 'ecommerce',
        view: 'events',
        fields: ['events.created_date', 'events.daily_active_users'],
        filters: { 'events.created_date': '7 days' },
      },
      `SELECT SUBSTR(created_at, 1, 10) AS "events.created_date", COUNT(DISTINCT user_id) AS "events.daily_active_users"
       FROM events WHERE created_at >= '2026-11-14' GROUP BY 1 ORDER BY 1 DESC`,
    );
  });

  it('customers are counted and averaged once however often they ordered', async () => {
    await expectSame(
      {
        model: 'ecommerce',
        view: 'orders',
        fields: ['users.gender', 'users.count', 'users.average_age', 'orders.count'],
        filters: { 'orders.status': '-cancelled' },
        sorts: ['users.gender'],
      },
      `SELECT gender AS "users.gender", COUNT(*) AS "users.count", AVG(age) AS "users.average_age", SUM(n) AS "orders.count"
       FROM (SELECT u.gender, u.age, COUNT(*) AS n FROM orders o JOIN users u ON u.id = o.user_id
             WHERE o.status <> 'cancelled' GROUP BY u.id) GROUP BY 1 ORDER BY 1`,
    );
  });

  it('a join to many does not multiply the one side', async () => {
    await expectSame(
      { model: 'ecommerce', view: 'users', fields: ['users.count', 'orders.count', 'users.average_age'] },
      `SELECT COUNT(*) AS "users.count", (SELECT COUNT(*) FROM orders) AS "orders.count", AVG(age) AS "users.average_age"
       FROM users`,
    );
  });

  it('filters on a measure choose groups', async () => {
    await expectSame(
      {
        model: 'ecommerce',
        view: 'orders',
        fields: ['users.state', 'orders.count'],
        filters: { 'orders.count': '[500, 1500]' },
        sorts: ['users.state'],
      },
      `SELECT state AS "users.state", n AS "orders.count" FROM (SELECT u.state, COUNT(*) AS n FROM orders o
       JOIN users u ON u.id = o.user_id GROUP BY 1) WHERE n BETWEEN 500 AND 1500 ORDER BY 1`,
    );
  });

  it('weeks begin on Monday, quarters are written as their first month, weekdays sort from Monday', async () => {
    await expectSame(
      {
        model: 'ecommerce',
        view: 'orders',
        fields: ['orders.created_quarter', 'orders.count'],
        filters: { 'orders.created_date': '2025' },
        sorts: ['orders.created_quarter'],
      },
      `SELECT '2025-' || CASE WHEN m < 4 THEN '01' WHEN m < 7 THEN '04' WHEN m < 10 THEN '07' ELSE '10' END AS "orders.created_quarter",
       COUNT(*) AS "orders.count" FROM (SELECT CAST(SUBSTR(created_at, 6, 2) AS INTEGER) AS m FROM orders
       WHERE created_at LIKE '2025%') GROUP BY 1 ORDER BY 1`,
    );
    const weekdays = await client.rows({
      model: 'ecommerce',
      view: 'orders',
      fields: ['orders.created_day_of_week', 'orders.count'],
      sorts: ['orders.created_day_of_week'],
    });
    expect(weekdays.map((row) => row['orders.created_day_of_week'])).toEqual([
      ...['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    ]);
    const weeks = await client.rows({
      model: 'ecommerce',
      view: 'orders',
      fields: ['orders.created_week'],
      filters: { 'orders.created_date': '2026-11-15' },
    });
    expect(weeks).toEqual([{ 'orders.created_week': '2026-11-09' }]);
  });

  it('numbers, nulls and yes or no are filtered', async () => {
    await expectSame(
      {
        model: 'ecommerce',
        view: 'users',
        fields: ['users.count'],
        filters: { 'users.age': '20 to 30', 'users.email': 'NULL', 'users.is_over_forty': 'No' },
      },
      'SELECT COUNT(*) AS "users.count" FROM users WHERE age BETWEEN 20 AND 30 AND email IS NULL',
    );
  });
});
