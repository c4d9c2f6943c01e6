import { describe, expect, it } from 'vitest';
import { checkedFilters, type DashboardFilter } from '../../src/tool-calls/dashboards/dashboard-filters.js';

const filter = (name: string, title: string, value?: string): DashboardFilter => ({ name, title, value });

describe('the filters of a dashboard', () => {
  it('are given by name, else by title, in letters of either case, the first of those that are called alike', () => {
    const filters = [filter('a', 'State', 'x'), filter('b', 'a'), filter('c', 'STATE'), filter('A', 'other')];
    expect(checkedFilters(filters, { A: '1', state: '2', B: '3' })).toEqual({ a: '2', b: '3' });
    expect(checkedFilters(filters, { C: '4' })).toEqual({ a: 'x', c: '4' });
  });

  it('are put in small letters once, however many are given, and of wrong names the first twenty are told', () => {
    let read = 0;
    const filters = Array.from({ length: 200 }, (_, at) => ({
      value: undefined,
      title: `Title ${at}`,
      get name() {
        read += 1;
        return `name ${at}`;
      },
    }));
    const given = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`wrong ${at}.`, 'x']));
    const told = checkedFilters(filters, given);
    expect(told).toContain('no filter "wrong 0."');
    expect(told).toContain('"wrong 19."');
    expect(told).not.toContain('"wrong 20."');
    expect(read).toBeLessThan(2_000);
  });
});
