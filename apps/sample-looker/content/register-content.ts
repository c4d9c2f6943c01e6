import type { Api } from '../api.js';
import type { Instance } from '../instance.js';
import { registerLookmlDashboardRoutes } from '../lookml/lookml-dashboards.js';
import { registerCertificationRoutes } from './certification.js';
import { registerContentActivityRoutes } from './content-activity.js';
import { registerContentMetadataRoutes } from './content-metadata.js';
import { registerContentPageRoutes } from './content-pages.js';
import { registerContentValidationRoutes } from './content-validation.js';

export function registerCuration(api: Api, instance: Instance): void {
  registerCertificationRoutes(api, instance);
  registerContentActivityRoutes(api, instance);
  registerContentMetadataRoutes(api, instance);
  registerContentPageRoutes(api, instance);
  registerContentValidationRoutes(api, instance);
  registerLookmlDashboardRoutes(api, instance);
}
