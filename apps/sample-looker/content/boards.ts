import type { Api, LookerRecord } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { validationFailed } from '../looker-errors.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { checkReference } from '../records/references.js';
import { registerResource } from '../records/resource-routes.js';

const rights = { show: true, index: true, update: true, destroy: true };

/** Boards, their sections and the items in those. */
export function registerBoardRoutes(api: Api, instance: Instance): void {
  registerBoards(api, instance);
  registerSections(api, instance);
  registerItems(api, instance);
}

function registerBoards(api: Api, instance: Instance): void {
  const { content, clock } = instance;
  registerResource(api, instance, {
    path: '/boards',
    collection: content.boards,
    searchable: ['id', 'title', 'created_at'],
    present: (board) => presentBoard(content, board),
    isListed: (board, call) =>
      typeof board.deleted_at !== 'string' &&
      (call.query.creator_id === undefined || board.user_id === call.query.creator_id),
    prepare: (properties, call) => {
      const at = clock().toISOString();
      return {
        title: 'Untitled',
        description: null,
        user_id: call.token.userId,
        ...properties,
        created_at: at,
        updated_at: at,
      };
    },
    revise: (changes) => ({ ...changes, updated_at: clock().toISOString() }),
    beforeRemove: (board) => {
      for (const section of content.boardSections.where('board_id', board.id)) removeSection(content, section);
    },
  });
}

function registerSections(api: Api, instance: Instance): void {
  const { content, clock } = instance;
  registerResource(api, instance, {
    path: '/board_sections',
    collection: content.boardSections,
    required: ['board_id'],
    present: (section) => presentSection(content, section),
    prepare: (properties) => {
      checkReference(content.boards, 'board_id', properties);
      return { title: null, description: null, ...properties, created_at: clock().toISOString() };
    },
    beforeRemove: (section) => removeItems(content, section),
  });
}

function registerItems(api: Api, instance: Instance): void {
  const { content } = instance;
  registerResource(api, instance, {
    path: '/board_items',
    collection: content.boardItems,
    required: ['board_section_id'],
    present: (item) => presentItem(content, item),
    isListed: (item, call) =>
      call.query.board_section_id === undefined || item.board_section_id === call.query.board_section_id,
    prepare: (properties) => {
      checkReference(content.boardSections, 'board_section_id', properties);
      checkReference(content.dashboards, 'dashboard_id', properties);
      checkReference(content.looks, 'look_id', properties);
      if (
        ![properties.dashboard_id, properties.look_id, properties.lookml_dashboard_id, properties.custom_url].some(
          Boolean,
        )
      ) {
        throw validationFailed([
          { field: 'dashboard_id', code: 'missing_field', message: 'Name a dashboard, a look or a URL.' },
        ]);
      }
      return properties;
    },
  });
}

function presentBoard(content: Content, board: StoredRecord): LookerRecord {
  const sections = content.boardSections.where('board_id', board.id);
  return completeRecord('Board', {
    ...board,
    board_sections: sections.map((section) => presentSection(content, section)),
    section_order: board.section_order ?? sections.map((section) => section.id),
    content_metadata_id: `b${board.id}`,
    can: rights,
  });
}

function presentSection(content: Content, section: StoredRecord): LookerRecord {
  const items = content.boardItems.where('board_section_id', section.id);
  const order = items.map((item) => item.id);
  return completeRecord('BoardSection', {
    ...section,
    board_items: items.map((item) => presentItem(content, item)),
    item_order: section.item_order ?? order,
    visible_item_order: order,
    can: rights,
  });
}

/** Looker's `BoardItem`. */
export function presentItem(content: Content, item: StoredRecord): LookerRecord {
  const shown = content.dashboards.find(item.dashboard_id) ?? content.looks.find(item.look_id);
  const path = item.dashboard_id ? `/dashboards/${item.dashboard_id}` : `/looks/${item.look_id}`;
  return completeRecord('BoardItem', {
    ...item,
    title: item.custom_title ?? shown?.title ?? null,
    description: item.custom_description ?? shown?.description ?? null,
    url: item.custom_url ?? path,
    location: content.folders.find(shown?.folder_id)?.name ?? null,
    view_count: shown?.view_count ?? 0,
    favorite_count: 0,
    can: rights,
  });
}

function removeSection(content: Content, section: StoredRecord): void {
  removeItems(content, section);
  content.boardSections.remove(section.id);
}

function removeItems(content: Content, section: StoredRecord): void {
  content.boardItems.removeWhere('board_section_id', section.id);
}
