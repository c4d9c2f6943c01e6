import type { AppError } from '../../errors/app-error.js';
import type { ErrorCode } from '../../errors/error-codes.js';

const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;
const INTERNAL_ERROR = -32603;
/** The range that JSON-RPC 2.0 leaves to servers, for refusals at the entry. */
const REFUSED = -32000;

const JSON_RPC_CODES: Record<ErrorCode, number> = {
  'request.invalid': INVALID_REQUEST,
  'request.json_broken': PARSE_ERROR,
  'request.cursor_invalid': INVALID_REQUEST,
  'request.body_too_large': REFUSED,
  'request.address_too_long': REFUSED,
  'request.headers_too_large': REFUSED,
  'request.timed_out': REFUSED,
  'request.expectation_failed': REFUSED,
  'request.media_type_unsupported': REFUSED,
  'request.origin_refused': REFUSED,
  'request.host_refused': REFUSED,
  'request.csrf_missing': REFUSED,
  'request.precondition_failed': REFUSED,
  'request.rate_limited': REFUSED,
  'route.not_found': REFUSED,
  'route.method_not_allowed': REFUSED,
  'credential.missing': REFUSED,
  'credential.invalid': REFUSED,
  'credential.in_query': REFUSED,
  'credential.scope_missing': REFUSED,
  'sign_in.method_off': REFUSED,
  'sign_in.unavailable': INTERNAL_ERROR,
  'single_sign_on.refused': REFUSED,
  'single_sign_on.unavailable': INTERNAL_ERROR,
  'setup.closed': REFUSED,
  'setup.code_wrong': REFUSED,
  'permission.missing': REFUSED,
  'organization.email_taken': REFUSED,
  'member.not_found': REFUSED,
  'member.last_owner': REFUSED,
  'invitation.not_found': REFUSED,
  'integrated_account.not_found': REFUSED,
  'mcp_server.not_found': REFUSED,
  'api_token.not_found': REFUSED,
  'oauth_client.not_found': REFUSED,
  'oauth_grant.not_found': REFUSED,
  'oauth_sign_in.not_found': REFUSED,
  'openid_provider.not_found': REFUSED,
  'mcp_server.no_tools': REFUSED,
  'mcp_server.tools_too_large': REFUSED,
  'mcp_server.expiry_too_soon': REFUSED,
  'mcp_server.too_many_old_urls': REFUSED,
  'mcp_server.url_is_public': REFUSED,
  'record.conflict': REFUSED,
  'record.not_found': REFUSED,
  'report.timed_out': INTERNAL_ERROR,
  'looker.address_refused': REFUSED,
  'looker.unreachable': REFUSED,
  'looker.not_looker': REFUSED,
  'looker.login_refused': REFUSED,
  'looker.oauth_client_refused': REFUSED,
  'service.busy': INTERNAL_ERROR,
  'service.not_ready': INTERNAL_ERROR,
  'service.internal': INTERNAL_ERROR,
};

/** How an error before or around the protocol is written for MCP clients: JSON-RPC 2.0 without a request id. */
export const protocolError = (error: AppError, requestId: string) => ({
  jsonrpc: '2.0' as const,
  id: null,
  error: {
    code: JSON_RPC_CODES[error.code],
    message: error.message,
    data: { code: error.code, request_id: requestId },
  },
});
