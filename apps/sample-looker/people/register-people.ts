import type { Api } from '../api.js';
import type { Instance } from '../instance.js';
import { registerDescribedCollections } from '../records/described-collections.js';
import { registerWiderSearchRoutes } from './detailed-searches.js';
import { registerOtherCredentialRoutes } from './external-credentials.js';
import { registerGroupAttributeValueRoutes } from './group-attribute-values.js';
import { registerSpecialUserRoutes } from './special-users.js';
import { userBelongings } from './user-belongings.js';

export function registerPeople(api: Api, instance: Instance): void {
  registerDescribedCollections(api, instance, userBelongings);
  registerGroupAttributeValueRoutes(api, instance);
  registerOtherCredentialRoutes(api, instance);
  registerSpecialUserRoutes(api, instance);
  registerWiderSearchRoutes(api, instance);
}
