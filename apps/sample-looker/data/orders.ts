import { dateOfDay, monthOfDay, timestampOf, weekdayOfDay } from './calendar.js';
import { categories, type Product } from './products.js';
import { entryAt, integerBetween, pick, pickWeighted, type Random, randomFor } from './random.js';
import { usersBefore } from './users.js';

export type OrderRow = [id: number, userId: number, status: string, createdAt: string];
export type OrderItemRow = [
  id: number,
  orderId: number,
  userId: number,
  productId: number,
  salePrice: number,
  cost: number,
  createdAt: string,
];

/** People buy in the year after they signed up, so no order refers to a user older than this. */
export const customerDays = 365;

const topic = 3;
const ordersPerDay = 28;
const weekdayFactor = [0.96, 0.92, 0.95, 1.0, 1.08, 1.16, 1.03];
const monthFactor = [0.92, 0.93, 0.97, 0.98, 1.0, 0.99, 0.97, 0.98, 1.0, 1.04, 1.14, 1.18];
const statuses = [
  { name: 'complete', weight: 62 },
  { name: 'shipped', weight: 14 },
  { name: 'processing', weight: 9 },
  { name: 'cancelled', weight: 8 },
  { name: 'returned', weight: 7 },
];
const cents = (amount: number) => Math.round(amount * 100) / 100;

/** The orders of one day and what was in them. `productsByCategory` is keyed by the category's name. */
export function ordersOfDay(
  dayNumber: number,
  productsByCategory: ReadonlyMap<string, readonly Product[]>,
): { orders: OrderRow[]; items: OrderItemRow[] } {
  const random = randomFor(topic, dayNumber);
  const date = dateOfDay(dayNumber);
  const newestUser = usersBefore(dayNumber);
  const oldestUser = usersBefore(dayNumber - customerDays) + 1;
  const orders: OrderRow[] = [];
  const items: OrderItemRow[] = [];
  for (let index = 0; index < orderCount(random, dayNumber); index += 1) {
    const orderId = dayNumber * 1000 + index;
    const userId = integerBetween(random, oldestUser, newestUser);
    const createdAt = timestampOf(date, integerBetween(random, 0, 86_399));
    orders.push([orderId, userId, pickWeighted(random(), statuses).name, createdAt]);
    items.push(...itemsOfOrder(random, [orderId, userId, createdAt], productsByCategory));
  }
  return { orders, items };
}

function orderCount(random: Random, dayNumber: number): number {
  const season = entryAt(monthFactor, monthOfDay(dayNumber) - 1) * entryAt(weekdayFactor, weekdayOfDay(dayNumber));
  return Math.round(ordersPerDay * season * (0.92 + 0.16 * random()));
}

function itemsOfOrder(
  random: Random,
  [orderId, userId, createdAt]: [number, number, string],
  productsByCategory: ReadonlyMap<string, readonly Product[]>,
): OrderItemRow[] {
  const count = entryAt([1, 1, 2, 2, 2, 3, 3, 4], Math.floor(random() * 8));
  return Array.from({ length: count }, (_, index): OrderItemRow => {
    const category = pickWeighted(random(), categories);
    const product = pick(random, productsByCategory.get(category.name) ?? []);
    const discount = random() < 0.3 ? 0.1 : 0;
    return [
      orderId * 10 + index,
      orderId,
      userId,
      product.id,
      cents(product.retailPrice * (1 - discount)),
      product.cost,
      createdAt,
    ];
  });
}
