/** Everything that a principal can be allowed to do. API tokens name these as scopes. */
export const PERMISSIONS = [
  'accounts:read',
  'accounts:write',
  'mcp_servers:read',
  'mcp_servers:write',
  'mcp:connect',
  'api_tokens:read',
  'api_tokens:write',
  'members:read',
  'members:write',
  'logs:read',
  'organization:read',
  'organization:write',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

export const isPermission = (text: string): text is Permission => PERMISSIONS.some((permission) => permission === text);
