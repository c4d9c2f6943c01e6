import type { Api } from '../api.js';
import { registerDescribedCollections } from '../collections/described-collections.js';
import type { Instance } from '../instance.js';
import { registerGroupAttributeValueRoutes } from './group-attribute-values.js';
import { registerOtherCredentialRoutes } from './other-credentials.js';
import { registerSpecialUserRoutes } from './special-users.js';
import { userBelongings } from './user-belongings.js';
import { registerWiderSearchRoutes } from './wider-searches.js';

export function registerPeople(api: Api, instance: Instance): void {
  registerDescribedCollections(api, instance, userBelongings);
  registerGroupAttributeValueRoutes(api, instance);
  registerOtherCredentialRoutes(api, instance);
  registerSpecialUserRoutes(api, instance);
  registerWiderSearchRoutes(api, instance);
}
