import type { Rule } from './concurrent-rule.js';
import type { World } from './concurrent-world.js';

const at = ({ accountId, serverId }: World) => `/integrated-account/${accountId}/mcp/${serverId}/capture`;

/** Rules about the messages of a server that are recorded. */
export const CAPTURE_RULES: readonly Rule[] = [
  {
    name: 'start a capture of the server',
    route: 'POST /integrated-account/:account_id/mcp/:mcp_id/capture',
    run: (world) => world.rest.post(at(world), { minutes: 15 }),
    events: ['mcp_server.capture_started'],
  },
  {
    name: 'end the capture of the server',
    route: 'DELETE /integrated-account/:account_id/mcp/:mcp_id/capture',
    run: (world) => world.rest.delete(at(world)),
    events: ['mcp_server.capture_ended'],
    mayBeQuiet: true,
  },
];
