import { expect, it } from 'vitest';
import { PERMISSIONS } from '../../src/access/permissions.js';

// API tokens name these as scopes, and people keep them in their own configuration: add some, never change or remove one.
const permissions = [
  'accounts:read',
  'accounts:write',
  'api_tokens:read',
  'api_tokens:write',
  'logs:read',
  'mcp:connect',
  'mcp_servers:read',
  'mcp_servers:write',
  'members:read',
  'members:write',
  'organization:read',
  'organization:write',
];

it('the permissions are exactly these', () => {
  expect(permissions.length).toBeGreaterThan(0);
  expect([...PERMISSIONS].sort()).toEqual(permissions);
});
