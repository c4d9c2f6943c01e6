import { randomUUID } from 'node:crypto';
import { Answer, type Api, type Call, type LookerRecord, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { badRequest, notFound } from '../looker-errors.js';
import { presentItem } from './boards.js';

const tileColors = ['#1a73e8', '#12b5cb', '#e52592', '#f9ab00'];

/** Thumbnails, the sections of the home page, and the states of dashboard filters that addresses carry. */
export function registerContentPageRoutes(api: Api, instance: Instance): void {
  const { boardSections, boardItems, dashboardFilterStates } = instance.content;
  const svg = (call: Call) => new Answer(200, thumbnail(instance, call), { 'content-type': 'image/svg+xml' });
  api.get('/vector_thumbnail/:type/:resource_id', svg);
  api.get('/content_thumbnail/:type/:resource_id', (call) => {
    if ((call.query.format ?? 'svg') !== 'svg') throw badRequest('This sample draws thumbnails as svg only.');
    return svg(call);
  });
  api.get('/primary_homepage_sections', () =>
    boardSections.where('board_id', '1').map((section) => {
      const items = boardItems.where('board_section_id', section.id).map(
        (item): LookerRecord => ({
          ...presentItem(instance.content, item),
          homepage_section_id: section.id,
        }),
      );
      const order = items.map(({ id }) => id);
      const sums = { homepage_id: '1', homepage_items: items, item_order: order, visible_item_order: order };
      return completeRecord('HomepageSection', { ...section, ...sums });
    }),
  );
  api.post('/dashboard_filter_state', (call) => {
    if (call.body === undefined || call.body === null) throw badRequest('The request body must be a filter state.');
    const state = typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
    return { id: dashboardFilterStates.add({ id: randomUUID(), state }).id };
  });
  api.get('/dashboard_filter_state/:guid', (call) => {
    const { state } = dashboardFilterStates.get(param(call, 'guid'));
    return new Answer(200, JSON.stringify(state), { 'content-type': 'application/json' });
  });
}

/** A picture of how much there is to see, not of its data: one bar for each tile. */
function thumbnail({ content }: Instance, call: Call): string {
  const type = param(call, 'type');
  if (type !== 'dashboard' && type !== 'look') throw notFound();
  const record = content[type === 'dashboard' ? 'dashboards' : 'looks'].get(param(call, 'resource_id'));
  const tiles = type === 'look' ? 1 : content.dashboardElements.where('dashboard_id', record.id).length;
  const bars = Array.from({ length: tiles }, (_, index) => {
    const color = tileColors[index % tileColors.length] ?? '';
    return `<rect x="${10 + index * 30}" y="${20 + (index % 3) * 15}" width="24" height="70" fill="${color}"/>`;
  });
  const width = Math.max(120, 20 + tiles * 30);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 120">${bars.join('')}</svg>`;
}
