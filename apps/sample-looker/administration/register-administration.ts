import type { Api } from '../api.js';
import type { Instance } from '../instance.js';
import { registerAccessRecordRoutes } from './access-records.js';
import { registerArtifactRoutes } from './artifacts.js';
import { registerInstanceSettingRoutes } from './instance-settings.js';
import { registerIntegrationRoutes } from './integrations.js';
import { registerLocalizationRoutes } from './localization.js';
import { registerSignInSettingRoutes } from './sign-in-settings.js';

export function registerAdministration(api: Api, instance: Instance): void {
  registerAccessRecordRoutes(api, instance);
  registerArtifactRoutes(api, instance);
  registerInstanceSettingRoutes(api, instance);
  registerIntegrationRoutes(api, instance);
  registerLocalizationRoutes(api);
  registerSignInSettingRoutes(api, instance);
}
