import { entryAt, integerBetween, randomFor } from './random.js';

export type ProductRow = [
  id: number,
  name: string,
  category: string,
  brand: string,
  department: string,
  retailPrice: number,
  cost: number,
];

export interface Product {
  id: number;
  retailPrice: number;
  cost: number;
}

interface Category {
  name: string;
  /** Share of the items sold. */
  weight: number;
  lowestPrice: number;
  highestPrice: number;
  brands: readonly string[];
  things: readonly string[];
}

const topic = 2;
const productsPerCategory = 24;

/** Prices and shares put Computers well above $100,000 of revenue in any 30 days, and Books well below. */
export const categories: readonly Category[] = [
  {
    name: 'Computers',
    weight: 13,
    lowestPrice: 600,
    highestPrice: 1900,
    brands: ['Northbridge', 'Cobalt', 'Lumen'],
    things: ['Laptop', 'Desktop', 'Workstation', 'Tablet'],
  },
  {
    name: 'Bicycles',
    weight: 11,
    lowestPrice: 420,
    highestPrice: 1600,
    brands: ['Velora', 'Ridgeline', 'Kestrel'],
    things: ['Road Bike', 'Gravel Bike', 'City Bike', 'Cargo Bike'],
  },
  {
    name: 'Furniture',
    weight: 9,
    lowestPrice: 120,
    highestPrice: 780,
    brands: ['Oak & Iron', 'Halden'],
    things: ['Desk', 'Bookcase', 'Armchair', 'Table'],
  },
  {
    name: 'Outerwear',
    weight: 14,
    lowestPrice: 70,
    highestPrice: 280,
    brands: ['Fellwind', 'Harbor', 'Ridgeline'],
    things: ['Rain Jacket', 'Parka', 'Vest', 'Wool Coat'],
  },
  {
    name: 'Shoes',
    weight: 16,
    lowestPrice: 45,
    highestPrice: 160,
    brands: ['Strider', 'Harbor', 'Pomelo'],
    things: ['Running Shoe', 'Boot', 'Sandal', 'Sneaker'],
  },
  {
    name: 'Kitchen',
    weight: 14,
    lowestPrice: 18,
    highestPrice: 130,
    brands: ['Halden', 'Saffron'],
    things: ['Pan', 'Kettle', 'Knife Set', 'Mixer'],
  },
  {
    name: 'Toys',
    weight: 9,
    lowestPrice: 12,
    highestPrice: 65,
    brands: ['Pomelo', 'Little Fox'],
    things: ['Puzzle', 'Kite', 'Building Set', 'Plush Bear'],
  },
  {
    name: 'Books',
    weight: 14,
    lowestPrice: 9,
    highestPrice: 42,
    brands: ['Lantern Press', 'Meridian'],
    things: ['Novel', 'Cookbook', 'Atlas', 'Biography'],
  },
];

const cents = (amount: number) => Math.round(amount * 100) / 100;

/** The whole range of goods: it does not change from day to day. */
export function allProducts(): ProductRow[] {
  const random = randomFor(topic, 0);
  return categories.flatMap((category, categoryIndex) =>
    Array.from({ length: productsPerCategory }, (_, index): ProductRow => {
      const brand = entryAt(category.brands, index % category.brands.length);
      const thing = entryAt(category.things, index % category.things.length);
      const price = integerBetween(random, category.lowestPrice, category.highestPrice) - 0.01;
      const cost = price * (0.42 + random() * 0.26);
      const id = categoryIndex * productsPerCategory + index + 1;
      return [
        id,
        `${brand} ${thing} ${100 + index}`,
        category.name,
        brand,
        departmentOf(index),
        cents(price),
        cents(cost),
      ];
    }),
  );
}

/** The products of one category, in the order of `categories`. */
export function productsOfCategory(products: readonly ProductRow[], categoryName: string): Product[] {
  return products
    .filter((row) => row[2] === categoryName)
    .map((row) => ({ id: row[0], retailPrice: row[5], cost: row[6] }));
}

function departmentOf(index: number): string {
  return index % 3 === 0 ? 'Home' : index % 3 === 1 ? 'Work' : 'Leisure';
}
