/** One row of the closed list of error codes: HTTP status and the standard title of that status. */
export interface ErrorKind {
  readonly status: number;
  readonly title: string;
}

const badRequest = { status: 400, title: 'Bad Request' } as const;
const notFound = { status: 404, title: 'Not Found' } as const;
const forbidden = { status: 403, title: 'Forbidden' } as const;
const conflict = { status: 409, title: 'Conflict' } as const;
const unprocessable = { status: 422, title: 'Unprocessable Entity' } as const;

/**
 * Every error code that the product can answer with, and its HTTP status.
 * Clients match on the code: a code is never renamed and never changes its meaning.
 */
export const ERROR_CODES = {
  'request.invalid': badRequest,
  'request.json_broken': badRequest,
  'request.cursor_invalid': badRequest,
  'request.body_too_large': { status: 413, title: 'Payload Too Large' },
  'request.address_too_long': { status: 414, title: 'URI Too Long' },
  'request.headers_too_large': { status: 431, title: 'Request Header Fields Too Large' },
  'request.timed_out': { status: 408, title: 'Request Timeout' },
  'request.expectation_failed': { status: 417, title: 'Expectation Failed' },
  'request.media_type_unsupported': { status: 415, title: 'Unsupported Media Type' },
  'request.origin_refused': forbidden,
  'request.host_refused': forbidden,
  'request.csrf_missing': forbidden,
  'request.precondition_failed': { status: 412, title: 'Precondition Failed' },
  'request.rate_limited': { status: 429, title: 'Too Many Requests' },
  'route.not_found': notFound,
  'route.method_not_allowed': { status: 405, title: 'Method Not Allowed' },
  'credential.missing': { status: 401, title: 'Unauthorized' },
  'credential.invalid': { status: 401, title: 'Unauthorized' },
  'credential.in_query': badRequest,
  'credential.scope_missing': forbidden,
  'sign_in.method_off': forbidden,
  'sign_in.unavailable': { status: 503, title: 'Service Unavailable' },
  'single_sign_on.refused': { status: 401, title: 'Unauthorized' },
  'single_sign_on.unavailable': { status: 503, title: 'Service Unavailable' },
  'setup.closed': conflict,
  'setup.code_wrong': forbidden,
  'permission.missing': forbidden,
  'organization.email_taken': conflict,
  'member.not_found': notFound,
  'member.last_owner': conflict,
  'invitation.not_found': notFound,
  'integrated_account.not_found': notFound,
  'mcp_server.not_found': notFound,
  'api_token.not_found': notFound,
  'oauth_client.not_found': notFound,
  'oauth_grant.not_found': notFound,
  'oauth_sign_in.not_found': notFound,
  'openid_provider.not_found': notFound,
  'mcp_server.no_tools': badRequest,
  'mcp_server.tools_too_large': badRequest,
  'mcp_server.expiry_too_soon': badRequest,
  'mcp_server.too_many_old_urls': conflict,
  'mcp_server.url_is_public': conflict,
  'record.conflict': conflict,
  'record.not_found': notFound,
  'report.timed_out': { status: 503, title: 'Service Unavailable' },
  'looker.address_refused': unprocessable,
  'looker.unreachable': unprocessable,
  'looker.not_looker': unprocessable,
  'looker.login_refused': unprocessable,
  'looker.oauth_client_refused': unprocessable,
  'service.busy': { status: 503, title: 'Service Unavailable' },
  'service.not_ready': { status: 503, title: 'Service Unavailable' },
  'service.internal': { status: 500, title: 'Internal Server Error' },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERROR_CODES;
