import type { Api } from '../api.js';
import type { Instance } from '../instance.js';
import { registerAlertRoutes } from './alerts.js';
import { registerBoardRoutes } from './boards.js';
import { registerConnectionRoutes } from './connections.js';
import { registerContentSearchRoutes } from './content-search.js';
import { registerDashboardElementRoutes } from './dashboard-elements.js';
import { registerDashboardFilterRoutes } from './dashboard-filters.js';
import { registerDashboardLayoutRoutes } from './dashboard-layouts.js';
import { registerDashboardRoutes } from './dashboards.js';
import { registerFolderRoutes } from './folders.js';
import { registerGroupRoutes } from './groups.js';
import { registerLookRoutes } from './looks.js';
import { registerRoleRoutes } from './roles.js';
import { registerScheduledPlanRoutes } from './scheduled-plans.js';
import { registerUserAttributeRoutes } from './user-attributes.js';
import { registerUserCredentialRoutes } from './user-credentials.js';
import { registerUserRoutes } from './users.js';

export function registerCollections(api: Api, instance: Instance): void {
  registerUserRoutes(api, instance);
  registerUserCredentialRoutes(api, instance);
  registerUserAttributeRoutes(api, instance);
  registerGroupRoutes(api, instance);
  registerRoleRoutes(api, instance);
  registerFolderRoutes(api, instance);
  registerDashboardRoutes(api, instance);
  registerDashboardElementRoutes(api, instance);
  registerDashboardFilterRoutes(api, instance);
  registerDashboardLayoutRoutes(api, instance);
  registerLookRoutes(api, instance);
  registerBoardRoutes(api, instance);
  registerAlertRoutes(api, instance);
  registerScheduledPlanRoutes(api, instance);
  registerConnectionRoutes(api, instance);
  registerContentSearchRoutes(api, instance);
}
