import type { Rule } from './concurrent-rule.js';
import type { World } from './concurrent-world.js';

const at = ({ accountId }: World) => `/integrated-account/${accountId}/mcp/for-users`;
const FOR_USERS = { users: ['3'], config: { methods: ['read'] } };

/** Rules about servers that are issued for Looker users. */
export const USER_SERVER_RULES: readonly Rule[] = [
  {
    name: 'issue a server for a Looker user',
    route: 'POST /integrated-account/:account_id/mcp/for-users',
    run: (world) => world.rest.post(at(world), FOR_USERS),
    events: ['mcp_server.created'],
    // Whoever comes second finds that the user has one.
    mayBeQuiet: true,
  },
  {
    name: 'issue a server for a Looker user, answered as a file',
    route: 'POST /integrated-account/:account_id/mcp/for-users/csv',
    run: (world) => world.rest.post(`${at(world)}/csv`, FOR_USERS),
    events: ['mcp_server.created'],
    mayBeQuiet: true,
  },
];
