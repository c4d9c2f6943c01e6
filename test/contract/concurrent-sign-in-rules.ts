import type { Rule } from './concurrent-rule.js';
import { LOGIN } from './concurrent-world.js';

const PROVIDER = '/organization/openid-provider';

/** Rules about who signed in at a server, and with which client. */
export const SIGN_IN_RULES: readonly Rule[] = [
  {
    name: 'end a sign-in at the server',
    route: 'DELETE /oauth-grant/:id',
    run: ({ rest, grantId }) => rest.delete(`/oauth-grant/${grantId}`),
    events: ['oauth_grant.ended'],
  },
  {
    name: 'register an OAuth client',
    route: 'POST /oauth-client',
    run: ({ rest }) => rest.post('/oauth-client', { name: 'Claude' }),
    events: ['oauth_client.created'],
  },
  {
    name: 'end the OAuth client',
    route: 'DELETE /oauth-client/:id',
    run: ({ rest, clientId }) => rest.delete(`/oauth-client/${clientId}`),
    events: ['oauth_client.deleted'],
  },
  {
    name: 'set the OpenID provider',
    route: 'PUT /organization/openid-provider',
    // For the one that is there: beside its removal it would make another one.
    run: ({ rest, providerEtag }, turn) =>
      rest.put(
        PROVIDER,
        { ...LOGIN, name: `Login ${turn}`, client_id: `client-${turn}` },
        { 'if-match': providerEtag },
      ),
    events: ['openid_provider.changed'],
    changes: ['name', 'client_id'],
  },
  {
    name: 'remove the OpenID provider',
    route: 'DELETE /organization/openid-provider',
    run: ({ rest }) => rest.delete(PROVIDER),
    events: ['openid_provider.deleted'],
  },
];
