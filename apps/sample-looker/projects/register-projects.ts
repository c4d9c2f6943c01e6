import type { Api } from '../api.js';
import type { Instance } from '../instance.js';
import { registerContinuousIntegrationRoutes } from './continuous-integration.js';
import { registerDeploymentRoutes } from './deployment-routes.js';
import { registerFileRoutes } from './file-routes.js';
import { registerGitCheckRoutes } from './git-check-routes.js';
import { registerGitRoutes } from './git-routes.js';
import { registerLookmlTestRoutes } from './lookml-test-routes.js';
import { registerProjectRoutes } from './project-routes.js';

export function registerProjects(api: Api, instance: Instance): void {
  registerProjectRoutes(api, instance);
  registerFileRoutes(api, instance);
  registerGitRoutes(api, instance);
  registerDeploymentRoutes(api, instance);
  registerGitCheckRoutes(api, instance);
  registerLookmlTestRoutes(api, instance);
  registerContinuousIntegrationRoutes(api, instance);
}
