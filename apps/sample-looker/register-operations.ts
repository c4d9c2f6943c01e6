import type { FastifyInstance } from 'fastify';
import { checkPermission } from './access/permissions.js';
import { registerAdministration } from './administration/register-administration.js';
import { apiOn } from './api.js';
import { registerColorCollectionRoutes } from './appearance/color-collections.js';
import { registerThemeRoutes } from './appearance/themes.js';
import { registerChatRoutes } from './assistant/chat.js';
import { registerConversationRoutes } from './assistant/conversations.js';
import { registerKeyDriverRoutes } from './assistant/key-drivers.js';
import { registerConnections } from './connections/register-connections.js';
import { registerContent } from './content/register-content.js';
import { registerAlertRoutes } from './deliveries/alerts.js';
import { registerScheduledPlanRoutes } from './deliveries/scheduled-plans.js';
import { registerCookielessSessionRoutes } from './embedding/cookieless-sessions.js';
import { registerEmbedUrlRoutes } from './embedding/embed-urls.js';
import type { Instance } from './instance.js';
import { registerInstanceRoutes, registerSessionRoutes } from './instance-routes.js';
import { type LoginDirectory, registerLoginRoutes } from './login.js';
import { registerModelRoutes } from './models/model-routes.js';
import { registerClientAppRoutes } from './oauth/client-apps.js';
import { registerPeople } from './people/register-people.js';
import { isAdmin } from './people/user-summary.js';
import { registerProjects } from './projects/register-projects.js';
import { registerMergeQueryRoutes } from './queries/merge-queries.js';
import { registerQueryRoutes } from './queries/query-routes.js';
import { registerQueryTaskRoutes } from './queries/query-tasks.js';
import { registerSqlQueryRoutes } from './queries/sql-queries.js';
import { registerRenderTaskRoutes } from './rendering/render-tasks.js';
import { registerSwaggerRoutes, type SwaggerOptions } from './swagger/swagger-routes.js';
import { recordEvent } from './system-activity/record-event.js';
import { recordOperation } from './system-activity/record-operation.js';

/** All operations of Looker's API, below the prefix of `scope`. */
export function registerOperations(scope: FastifyInstance, instance: Instance, swagger: SwaggerOptions): void {
  const { tokens, content } = instance;
  registerSwaggerRoutes(scope, instance, swagger);
  registerLoginRoutes(scope, tokens, directoryOf(instance));
  registerInstanceRoutes(scope, instance);
  const api = apiOn(scope, {
    tokenOf: (request) => tokens.ofRequest(request),
    check: (operation, call) => checkPermission(content, operation, call),
    answered: (operation, about) => recordOperation(instance, operation, about),
  });
  registerSessionRoutes(api);
  const rooms = [
    ...[registerModelRoutes, registerQueryRoutes, registerQueryTaskRoutes, registerSqlQueryRoutes],
    ...[registerMergeQueryRoutes, registerClientAppRoutes, registerRenderTaskRoutes, registerProjects, registerPeople],
    ...[registerContent, registerAlertRoutes, registerScheduledPlanRoutes, registerConnections, registerAdministration],
    ...[registerThemeRoutes, registerColorCollectionRoutes, registerEmbedUrlRoutes, registerCookielessSessionRoutes],
    ...[registerConversationRoutes, registerChatRoutes, registerKeyDriverRoutes],
  ];
  for (const register of rooms) register(api, instance);
}

function directoryOf(instance: Instance): LoginDirectory {
  const { content, deploymentType } = instance;
  return {
    deploymentType,
    loggedOut: (token) => recordEvent(instance, token, { name: 'logout', category: 'session', attributes: {} }),
    credential: (clientId) => {
      const found = content.apiCredentials.all().find((record) => record.client_id === clientId);
      return found && { clientSecret: String(found.client_secret), userId: String(found.user_id) };
    },
    userState: (userId) => {
      const user = content.users.find(userId);
      if (user === undefined) return undefined;
      const isEmbed = content.embedCredentials.where('user_id', user.id).length > 0;
      return { isDisabled: user.is_disabled === true, isAdmin: isAdmin(content, user), isEmbed };
    },
  };
}
