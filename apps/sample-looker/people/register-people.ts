import type { Api } from '../api.js';
import type { Instance } from '../instance.js';
import { registerDescribedCollections } from '../records/described-collections.js';
import { registerDetailedSearchRoutes } from './detailed-searches.js';
import { registerExternalCredentialRoutes } from './external-credentials.js';
import { registerGroupAttributeValueRoutes } from './group-attribute-values.js';
import { registerGroupRoutes } from './groups.js';
import { registerRoleRoutes } from './roles.js';
import { registerSpecialUserRoutes } from './special-users.js';
import { registerUserAttributeRoutes } from './user-attributes.js';
import { userBelongings } from './user-belongings.js';
import { registerUserCredentialRoutes } from './user-credentials.js';
import { registerUserRoutes } from './users.js';

export function registerPeople(api: Api, instance: Instance): void {
  registerUserRoutes(api, instance);
  registerUserCredentialRoutes(api, instance);
  registerUserAttributeRoutes(api, instance);
  registerGroupRoutes(api, instance);
  registerRoleRoutes(api, instance);
  registerDescribedCollections(api, instance, userBelongings);
  registerGroupAttributeValueRoutes(api, instance);
  registerExternalCredentialRoutes(api, instance);
  registerSpecialUserRoutes(api, instance);
  registerDetailedSearchRoutes(api, instance);
}
