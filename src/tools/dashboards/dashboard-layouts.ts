import { placeFields } from '../catalogue/content-fields.js';
import type { ToolCall } from '../catalogue/tool.js';
import { recordsOf } from '../run/list-answer.js';
import { lookerPath } from '../schema/path-segment.js';
import type { Place, PlaceAsked } from './arranged-tiles.js';

interface Component extends Partial<Place> {
  readonly id: string;
  readonly elementId: string;
}

/** A layout of a dashboard, which is a tab where there are several. */
export interface DashboardLayout {
  readonly id: string;
  readonly label: string;
  readonly components: readonly Component[];
}

/** The layouts of a dashboard in their order, with the places of its tiles. */
export async function layoutsOf(call: ToolCall, dashboardId: string): Promise<readonly DashboardLayout[]> {
  const { body } = await call.send({
    verb: 'GET',
    path: lookerPath`/dashboards/${dashboardId}/dashboard_layouts`,
    query: { fields: `id,label,order,dashboard_layout_components(${placeFields})` },
  });
  return readLayouts(body);
}

/** The same out of what Looker answers of a dashboard. */
export const readLayouts = (body: unknown): readonly DashboardLayout[] =>
  recordsOf(body)
    .toSorted((one, other) => Number(one.order ?? 0) - Number(other.order ?? 0))
    .map(({ id, label, dashboard_layout_components: components }) => ({
      id: String(id),
      label: String(label ?? ''),
      components: recordsOf(components).map(componentOf),
    }));

const componentOf = (component: Readonly<Record<string, unknown>>): Component => ({
  ...{ id: String(component.id), elementId: String(component.dashboard_element_id) },
  ...Object.fromEntries(PLACE.flatMap((name) => (isNumber(component[name]) ? [[name, component[name]]] : []))),
});

const PLACE = ['row', 'column', 'width', 'height'] as const;
const isNumber = (value: unknown) => typeof value === 'number';

/** The place of a tile, and the layout that it is in. */
export function placeOfElement(layouts: readonly DashboardLayout[], elementId: string, layoutId?: string) {
  const found = layouts.flatMap((layout) =>
    layout.components.filter((each) => each.elementId === elementId).map((component) => ({ layout, component })),
  );
  return found.find(({ layout }) => layout.id === layoutId) ?? found[0];
}

/** Moves a tile to a place, and into another layout where one is named. @returns whether it has a place in a layout at all */
export async function placeElement(
  call: ToolCall,
  layouts: readonly DashboardLayout[],
  elementId: string,
  { layoutId, ...place }: PlaceAsked & { readonly layoutId?: string | undefined },
): Promise<boolean> {
  const found = placeOfElement(layouts, elementId, layoutId);
  if (found === undefined) return false;
  const { component, layout } = found;
  const changed = PLACE.filter((name) => place[name] !== undefined && place[name] !== component[name]);
  const isMoved = layoutId !== undefined && layoutId !== layout.id;
  if (changed.length === 0 && !isMoved) return true;
  const body = {
    ...Object.fromEntries(changed.map((name) => [name, place[name]])),
    ...(isMoved && { dashboard_layout_id: layoutId }),
  };
  await call.send({
    verb: 'PATCH',
    path: lookerPath`/dashboard_layout_components/${component.id}`,
    query: { fields: 'id' },
    body,
  });
  return true;
}
