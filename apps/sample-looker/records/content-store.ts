import { Collection } from './collection.js';

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
  'settings',
  'themes',
  'colorCollections',
  'integrationHubs',
  'integrations',
  'datagroups',
  'legacyFeatures',
  'connections',
  'externalOauthApplications',
  'sshServers',
  'sshTunnels',
  'materializations',
  'sqlInterfaceQueries',
  'contentAccess',
  'contentFavorites',
  'contentViews',
  'reports',
  'lookmlDashboards',
  'dashboardFilterStates',
  'agents',
  'conversations',
  'conversationMessages',
  'goldenQueries',
  'embedSecrets',
  'embedSessions',
  'oidcTestConfigs',
  'samlTestConfigs',
  'supportAllowlist',
  'loginLockouts',
  'mobileDevices',
  'alertNotifications',
  'artifacts',
  'embedCredentials',
  'userSessions',
  'groupAttributeValues',
  'oauthUserStates',
  'oauthClientApps',
] as const;

export type CollectionName = (typeof collectionNames)[number];

/** All records of an instance that callers can change. */
export type Content = Record<CollectionName, Collection>;

export function emptyContent(): Content {
  const entries = collectionNames.map((name) => [name, new Collection()] as const);
  // `fromEntries` loses which names there are; the list above is where they come from.
  return Object.fromEntries(entries) as Content;
}
