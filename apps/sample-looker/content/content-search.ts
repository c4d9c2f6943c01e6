import { type Api, type LookerRecord, param } from '../api.js';
import type { Instance } from '../instance.js';
import { pageOf } from '../records/paging.js';

/** `search_content`: looks and dashboards whose title or description has all the words. */
export function registerContentSearchRoutes(api: Api, instance: Instance): void {
  const { dashboards, looks, folders, queries } = instance.content;
  const describe = (type: string, record: LookerRecord): LookerRecord => {
    const folder = folders.find(record.folder_id);
    return {
      content_id: record.id,
      type,
      title: record.title,
      description: record.description ?? null,
      folder_id: record.folder_id,
      folder_name: folder?.name ?? null,
      parent_folder_name: folders.find(folder?.parent_id)?.name ?? null,
      view_count: record.view_count ?? 0,
      preferred_viewer: type === 'dashboard' ? (record.preferred_viewer ?? 'dashboards-next') : null,
      model: queries.find(record.query_id)?.model ?? null,
      created_by_id: Number(record.user_id),
      can: { show: true },
    };
  };
  api.get('/content/:terms', (call) => {
    const words = param(call, 'terms').toLowerCase().split(/\s+/);
    const types = call.query.types?.split(',').map((type) => type.trim());
    const found = [
      ...dashboards.all().map((record) => ({ type: 'dashboard', record })),
      ...looks.all().map((record) => ({ type: 'look', record })),
    ].filter(({ type, record }) => {
      const text = `${record.title} ${record.description ?? ''}`.toLowerCase();
      return record.deleted !== true && (types?.includes(type) ?? true) && words.every((word) => text.includes(word));
    });
    return pageOf(
      call,
      found.map(({ type, record }) => describe(type, record)),
      instance.origin(),
    );
  });
}
