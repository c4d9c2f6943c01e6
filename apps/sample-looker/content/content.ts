import { Collection } from '../collections/collection.js';

const collectionNames = [
  'users',
  'groups',
  'roles',
  'permissionSets',
  'modelSets',
  'userAttributes',
  'apiCredentials',
  'folders',
  'dashboards',
  'dashboardElements',
  'dashboardFilters',
  'dashboardLayouts',
  'dashboardLayoutComponents',
  'looks',
  'boards',
  'boardSections',
  'boardItems',
  'alerts',
  'scheduledPlans',
  'queries',
  'sqlQueries',
  'mergeQueries',
] as const;

/** All records of an instance that callers can change. */
export type Content = Record<(typeof collectionNames)[number], Collection>;

export function emptyContent(): Content {
  const entries = collectionNames.map((name) => [name, new Collection()] as const);
  // `fromEntries` loses which names there are; the list above is where they come from.
  return Object.fromEntries(entries) as Content;
}
