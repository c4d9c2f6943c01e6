import type { FastifyInstance } from 'fastify';
import type { Api } from './api.js';
import { bodyRecord } from './api.js';
import type { Instance } from './instance.js';
import { invalid } from './looker-errors.js';
import { acceptProperties } from './records/writable.js';

/** `versions` and `alive`, which need no login and are there with and without the API's prefix. */
export function registerInstanceRoutes(app: FastifyInstance, instance: Instance): void {
  app.get('/versions', () => versionsOf(instance));
  app.get('/alive', (_, reply) => reply.code(200).send(''));
}

function versionsOf(instance: Instance): Record<string, unknown> {
  const current = {
    version: '4.0',
    full_version: `4.0.${instance.releaseVersion}`,
    status: 'current',
    swagger_url: `${instance.origin()}/api/4.0/swagger.json`,
  };
  return {
    looker_release_version: instance.releaseVersion,
    current_version: current,
    supported_versions: [current],
    api_server_url: instance.origin(),
    web_server_url: instance.origin(),
  };
}

/** The session of a token: its workspace can be switched between `production` and `dev`. */
export function registerSessionRoutes(api: Api): void {
  const present = (token: { workspaceId: string; sudoUserId: string | null }) => ({
    workspace_id: token.workspaceId,
    sudo_user_id: token.sudoUserId,
    can: { view: true, update: true, use_developer_mode: true },
  });
  api.get('/session', (call) => present(call.token));
  api.patch('/session', (call) => {
    const { workspace_id: workspaceId } = acceptProperties(bodyRecord(call), { workspace_id: 'string' });
    if (workspaceId !== undefined && workspaceId !== 'production' && workspaceId !== 'dev') {
      throw invalid('workspace_id', 'Must be production or dev.');
    }
    if (typeof workspaceId === 'string') call.token.workspaceId = workspaceId;
    return present(call.token);
  });
}
