import type { Api, Call, LookerRecord } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { conflict } from '../looker-errors.js';
import { displayNameOf } from '../people/user-summary.js';
import type { StoredRecord } from '../records/collection.js';
import { type DescribedCollection, registerDescribedCollections } from '../records/described-collections.js';
import { pageOf } from '../records/paging.js';
import { sortRecords } from '../records/search.js';
import { checkContent, findContent } from './content-metadata.js';
import { presentDashboardSummary } from './dashboards.js';
import { presentFolderBase } from './folder-summary.js';
import { presentLook } from './looks.js';

const dayMs = 86_400_000;

const favorites: DescribedCollection = {
  records: 'contentFavorites',
  type: 'ContentFavorite',
  path: '/content_favorite',
  writable: { content_metadata_id: 'id', user_id: 'id' },
  required: ['content_metadata_id'],
  references: { user_id: 'users' },
  seed: [
    { content_metadata_id: 'd42', user_id: '1' },
    { content_metadata_id: 'l1', user_id: '1' },
    { content_metadata_id: 'd7', user_id: '4' },
  ],
  defaults: (call) => ({ user_id: call.token.userId }),
  check: (properties, { content }) => {
    checkContent(content, properties);
    const { content_metadata_id: id, user_id: userId } = properties;
    if (content.contentFavorites.where('content_metadata_id', id).some((other) => other.user_id === userId)) {
      throw conflict('It is a favorite already.');
    }
    return properties;
  },
  computed: (favorite, instance) => {
    const item = findContent(instance.content, favorite.content_metadata_id);
    if (item === undefined) return {};
    const { kind, record } = item;
    return {
      ...(kind.type === 'dashboard' && {
        dashboard_id: record.id,
        dashboard: presentDashboardSummary(instance.content, record),
      }),
      ...(kind.type === 'look' && { look_id: record.id, look: presentLook(instance, record) }),
      ...(kind.type === 'board' && { board_id: record.id }),
    };
  },
};

const reports: DescribedCollection = {
  records: 'reports',
  type: 'Report',
  path: '/reports',
  seed: [
    {
      id: 'rep-1',
      title: 'Quarterly Review',
      user_id: '4',
      folder_id: '15',
      favorite: true,
      favorite_count: 2,
      view_count: 31,
    },
    {
      id: 'rep-2',
      title: 'Campaign Results',
      user_id: '6',
      folder_id: '16',
      favorite: false,
      favorite_count: 0,
      view_count: 12,
    },
  ],
  computed: (report, { content }) => ({
    folder: presentFolderBase(content, report.folder_id),
    user_name: displayNameOf(content.users.find(report.user_id)),
    url: `/reporting/${report.id}`,
    schedule_count: 0,
  }),
};

/** Favorites, how often content was viewed, and what of it concerns a user. */
export function registerContentActivityRoutes(api: Api, instance: Instance): void {
  const views: DescribedCollection = {
    records: 'contentViews',
    type: 'ContentView',
    path: '/content_view',
    seed: seededViews(instance),
    isListed: (view, call) => call.query.all_time !== 'true' || view.start_of_week_date === undefined,
  };
  registerDescribedCollections(api, instance, [favorites, views, reports]);
  api.get('/content_summary', (call) => {
    const wanted = call.query.target_content_type;
    const found = contentOf(instance)
      .filter(({ type }) => wanted === undefined || wanted === type)
      .map(({ type, record }) => summaryOf(instance, call, type, record));
    return pageOf(call, sortRecords(found, call.query.sorts), instance.origin());
  });
}

/** Dashboards and looks that are not in the trash. */
function contentOf({ content }: Instance): { type: 'dashboard' | 'look'; record: StoredRecord }[] {
  const ofType = (type: 'dashboard' | 'look', records: readonly StoredRecord[]) =>
    records.filter((record) => record.deleted !== true).map((record) => ({ type, record }));
  return [...ofType('dashboard', content.dashboards.all()), ...ofType('look', content.looks.all())];
}

/** For each piece of content its views of all time, and those of its owner last week. */
function seededViews(instance: Instance): LookerRecord[] {
  const now = instance.queryNow().getTime();
  return contentOf(instance).flatMap(({ type, record }) => {
    const about = {
      [`${type}_id`]: record.id,
      title: record.title,
      content_metadata_id: `${type.charAt(0)}${record.id}`,
      last_viewed_at: new Date(now - dayMs).toISOString(),
      favorite_count: 0,
    };
    const count = Number(record.view_count ?? 0);
    const lastWeek = new Date(now - 7 * dayMs).toISOString().slice(0, 10);
    return [
      { ...about, view_count: count },
      { ...about, user_id: record.user_id, view_count: Math.ceil(count / 50), start_of_week_date: lastWeek },
    ];
  });
}

function summaryOf(instance: Instance, call: Call, type: 'dashboard' | 'look', record: StoredRecord): LookerRecord {
  const { content } = instance;
  const userId = call.query.target_user_id ?? call.token.userId;
  const metadataId = `${type.charAt(0)}${record.id}`;
  const favoritesOfIt = content.contentFavorites.where('content_metadata_id', metadataId);
  const views = Number(record.view_count ?? 0);
  return completeRecord('ContentSummary', {
    ...record,
    id: metadataId,
    content_type: type,
    content_id: record.id,
    content_slug: record.slug,
    content_url: `/${type}s/${record.id}`,
    user_full_name: displayNameOf(content.users.find(record.user_id)),
    is_scheduled: content.scheduledPlans.where(`${type}_id`, record.id).some((plan) => plan.user_id === userId),
    favorite_count: favoritesOfIt.length,
    favorite_id: favoritesOfIt.find((favorite) => favorite.user_id === userId)?.id,
    weighted_score: views,
    group_weighted_score: views,
    suggestion_score: views,
  });
}
