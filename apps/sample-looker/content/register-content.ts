import type { Api } from '../api.js';
import type { Instance } from '../instance.js';
import { registerLookmlDashboardRoutes } from '../lookml/lookml-dashboards.js';
import { registerBoardRoutes } from './boards.js';
import { registerCertificationRoutes } from './certification.js';
import { registerContentActivityRoutes } from './content-activity.js';
import { registerContentMetadataRoutes } from './content-metadata.js';
import { registerContentPageRoutes } from './content-pages.js';
import { registerContentSearchRoutes } from './content-search.js';
import { registerContentValidationRoutes } from './content-validation.js';
import { registerDashboardElementRoutes } from './dashboard-elements.js';
import { registerDashboardFilterRoutes } from './dashboard-filters.js';
import { registerDashboardLayoutRoutes } from './dashboard-layouts.js';
import { registerDashboardRoutes } from './dashboards.js';
import { registerFolderRoutes } from './folders.js';
import { registerLookRoutes } from './looks.js';

export function registerContent(api: Api, instance: Instance): void {
  registerLookRoutes(api, instance);
  registerFolderRoutes(api, instance);
  registerDashboardRoutes(api, instance);
  registerDashboardLayoutRoutes(api, instance);
  registerDashboardFilterRoutes(api, instance);
  registerDashboardElementRoutes(api, instance);
  registerContentSearchRoutes(api, instance);
  registerBoardRoutes(api, instance);
  registerCertificationRoutes(api, instance);
  registerContentActivityRoutes(api, instance);
  registerContentMetadataRoutes(api, instance);
  registerContentPageRoutes(api, instance);
  registerContentValidationRoutes(api, instance);
  registerLookmlDashboardRoutes(api, instance);
}
