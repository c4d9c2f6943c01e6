import { expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/errors/error-codes.js';

// Clients match on these codes: add some, never change or remove one, and never change the status of one.
const statuses = {
  'api_token.not_found': 404,
  'credential.invalid': 401,
  'credential.missing': 401,
  'integrated_account.not_found': 404,
  'invitation.not_found': 404,
  'looker.address_refused': 422,
  'looker.login_refused': 422,
  'looker.not_looker': 422,
  'looker.unreachable': 422,
  'mcp_server.expiry_too_soon': 400,
  'mcp_server.no_tools': 400,
  'mcp_server.too_many_old_urls': 409,
  'mcp_server.tools_too_large': 400,
  'mcp_server.not_found': 404,
  'member.last_owner': 409,
  'member.not_found': 404,
  'organization.email_taken': 409,
  'permission.missing': 403,
  'record.conflict': 409,
  'record.not_found': 404,
  'report.timed_out': 503,
  'request.address_too_long': 414,
  'request.body_too_large': 413,
  'request.expectation_failed': 417,
  'request.headers_too_large': 431,
  'request.timed_out': 408,
  'request.csrf_missing': 403,
  'request.cursor_invalid': 400,
  'request.invalid': 400,
  'request.json_broken': 400,
  'request.media_type_unsupported': 415,
  'request.origin_refused': 403,
  'request.precondition_failed': 412,
  'request.rate_limited': 429,
  'route.method_not_allowed': 405,
  'route.not_found': 404,
  'setup.closed': 409,
  'setup.code_wrong': 403,
  'sign_in.method_off': 403,
  'single_sign_on.refused': 401,
  'single_sign_on.unavailable': 503,
  'service.busy': 503,
  'service.internal': 500,
  'service.not_ready': 503,
};

it('the error codes and their HTTP statuses are exactly these', () => {
  expect(Object.keys(statuses).length).toBeGreaterThan(0);
  const found = Object.entries(ERROR_CODES).map(([code, { status }]) => [code, status]);
  expect(Object.fromEntries(found)).toEqual(statuses);
});
