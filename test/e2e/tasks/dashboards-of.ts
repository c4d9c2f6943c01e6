import type { TaskWorld } from '../../support/task-world.js';

export const SHARED = '1';
export const ORDERS = { model: 'ecommerce', view: 'orders' };
export const COUNT = { ...ORDERS, fields: ['orders.count'] };
export const PERIOD = { title: 'Period', dimension: 'orders.created_date' };
export const listensTo = (name: string, field: string) => [{ dashboard_filter_name: name, field }];

export interface Made {
  readonly id: string;
  readonly title: string;
  readonly url: string;
}
interface Tile extends Made {
  readonly look_id: string | null;
  readonly query: Record<string, unknown> | null;
  readonly result_maker: { readonly filterables: readonly { readonly listen: unknown }[] } | null;
}
interface View {
  readonly tiles: readonly Record<string, unknown>[];
  readonly filters: readonly Record<string, unknown>[];
}

/** What the tests of dashboards do in a world, which is there once they run. */
export function dashboardsOf(world: () => TaskWorld) {
  let count = 0;
  const tileAt = (id: string) => world().ask<Tile>('GET', `/dashboard_elements/${id}`);
  const view = (dashboard_id: string, args: object = {}) =>
    world().call<View>('get_dashboard', { dashboard_id, ...args });
  return {
    tileAt,
    view,
    /** In the shared folder, under a title of its own. */
    newDashboard: (args: object = {}) =>
      world().call<Made>('create_dashboard', { title: `Dashboard ${++count}`, folder_id: SHARED, ...args }),
    listenOf: async (id: string) => (await tileAt(id)).result_maker?.filterables.flatMap(({ listen }) => listen),
    firstTile: async (dashboardId: string) => String((await view(dashboardId)).tiles[0]?.id),
    isThere: (path: string) =>
      world()
        .ask('GET', path)
        .then(
          () => true,
          () => false,
        ),
  };
}
