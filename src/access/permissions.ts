/** Everything that a principal can be allowed to do. API tokens name these as scopes. */
export const PERMISSIONS = [
  'accounts:read',
  'accounts:write',
  'mcp_servers:read',
  'mcp_servers:write',
  'mcp:connect',
] as const;

export type Permission = (typeof PERMISSIONS)[number];
