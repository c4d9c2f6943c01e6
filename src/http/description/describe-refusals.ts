import { getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';
import { ERROR_CODES, type ErrorCode } from '../../errors/error-codes.js';
import { ErrorBody } from '../error-body.js';
import { type Operation, operationsOf } from './operations.js';
import { ERROR_CODES_KEY } from './refusals.decorators.js';

type Described = Operation & { [ERROR_CODES_KEY]?: readonly ErrorCode[] };
type Response = NonNullable<Operation['responses'][string]>;

/** The part of an address after which the id of a record follows, and how its absence is told. */
const MISSING: Readonly<Record<string, ErrorCode>> = {
  'integrated-account': 'integrated_account.not_found',
  mcp: 'mcp_server.not_found',
  'access-report': 'mcp_server.not_found',
  'api-token': 'api_token.not_found',
  member: 'member.not_found',
  invitation: 'invitation.not_found',
};

const RETRY_AFTER = { description: 'Seconds after which to try again.', schema: { type: 'integer' } };
const HEADERS: Readonly<Record<number, Record<string, object>>> = {
  401: { 'WWW-Authenticate': { description: '`Bearer`', schema: { type: 'string' } } },
  429: { 'Retry-After': RETRY_AFTER },
  503: { 'Retry-After': RETRY_AFTER },
};

/** The form of errors outside REST, by the beginning of the address. */
export type ErrorForms = Readonly<Record<string, new () => object>>;

/**
 * Gives every operation its error codes, those that follow from its shape (a credential, a body, ids in its address) and
 * those that `@Refuses` adds, and an answer for each of their statuses.
 */
export function describeRefusals(document: OpenAPIObject, forms: ErrorForms): OpenAPIObject {
  const shared: Record<string, Response> = {};
  for (const { method, path, operation } of operationsOf(document)) {
    const form = Object.entries(forms).find(([prefix]) => `${path}/`.startsWith(prefix))?.[1];
    const refer = (status?: number): Response => {
      if (form !== undefined) return refusal(status, form);
      const name = (status === undefined ? 'Refused' : titleOf(status)).replaceAll(' ', '');
      shared[name] = refusal(status, ErrorBody);
      return { $ref: `#/components/responses/${name}` };
    };
    describe(operation, codesOf(operation, method, path), refer);
  }
  return { ...document, components: { ...document.components, responses: shared } };
}

function describe(operation: Described, codes: readonly ErrorCode[], refer: (status?: number) => Response): void {
  operation[ERROR_CODES_KEY] = [...new Set([...codes, ...(operation[ERROR_CODES_KEY] ?? [])])].sort();
  for (const status of operation[ERROR_CODES_KEY].map((code) => ERROR_CODES[code].status))
    operation.responses[status] = refer(status);
  operation.responses.default = refer();
}

function codesOf({ security = [], parameters = [] }: Operation, method: string, path: string): ErrorCode[] {
  const changes = method !== 'get';
  const isIn = (place: string, name?: string) =>
    parameters.some((it) => 'in' in it && it.in === place && (name ?? it.name) === it.name);
  const records = [...path.matchAll(/([^/]+)\/\{/g)].flatMap(([, kind = '']) => MISSING[kind] ?? []);
  return [
    ...records,
    ...(security.length > 0 ? SECURED : []),
    ...(security.length > 0 && changes ? CHANGING : []),
    ...(changes ? BODY : []),
    ...(parameters.length > 0 ? (['request.invalid'] as const) : []),
    ...(isIn('header', 'If-Match') ? (['request.precondition_failed'] as const) : []),
    ...(isIn('query', 'next_cursor') ? (['request.cursor_invalid'] as const) : []),
  ];
}

const SECURED: readonly ErrorCode[] = [
  'credential.missing',
  'credential.invalid',
  'permission.missing',
  'request.rate_limited',
  'service.busy',
];
/** What the database refuses is told so where no service says it better. */
const CHANGING: readonly ErrorCode[] = ['request.csrf_missing', 'record.conflict', 'record.not_found'];
/** Also where no body is needed: one may come. */
const BODY: readonly ErrorCode[] = [
  'request.invalid',
  'request.json_broken',
  'request.body_too_large',
  'request.media_type_unsupported',
  'service.busy',
];

const titleOf = (status: number): string =>
  Object.values(ERROR_CODES).find((kind) => kind.status === status)?.title ?? String(status);

const refusal = (status: number | undefined, form: new () => object): Response => ({
  description: status === undefined ? 'Anything else that went wrong.' : titleOf(status),
  ...(status !== undefined && HEADERS[status] && { headers: HEADERS[status] }),
  content: { 'application/json': { schema: { $ref: getSchemaPath(form) } } },
});
