import { ApiProperty } from '@nestjs/swagger';
import { AppError, type FieldProblem } from '../errors/app-error.js';
import { ERROR_CODES } from '../errors/error-codes.js';

class FieldProblemView {
  @ApiProperty({ example: 'looker.base_url' }) readonly path: string;
  @ApiProperty() readonly rule: string;
}

class RemoteErrorView {
  @ApiProperty() readonly status: number;
  @ApiProperty() readonly message: string;
}

/** The body of every REST answer of 400 and above. */
export class ErrorBody {
  @ApiProperty({ example: 404 }) readonly statusCode: number;
  @ApiProperty({ example: 'Not Found' }) readonly error: string;
  @ApiProperty({ enum: Object.keys(ERROR_CODES), example: 'mcp_server.not_found' }) readonly code: string;
  @ApiProperty({ description: 'What happened and what to do next.' }) readonly message: string;
  @ApiProperty() readonly request_id: string;
  @ApiProperty({ type: [FieldProblemView], required: false }) readonly fields?: readonly FieldProblem[];
  @ApiProperty({ required: false, description: 'True when Looker refused; `remote` says how.' })
  readonly is_remote_error?: boolean;
  @ApiProperty({ type: RemoteErrorView, required: false }) readonly remote?: RemoteErrorView;
}

/** How an error is written for REST callers. Only fields picked here leave the process. */
export function errorBody(error: AppError, requestId: string): ErrorBody {
  return {
    statusCode: error.kind.status,
    error: error.kind.title,
    code: error.code,
    message: error.message,
    request_id: requestId,
    ...(error.fields.length > 0 && { fields: error.fields }),
    ...(error.remote && { is_remote_error: true, remote: error.remote }),
  };
}

/** Writes an error in the form that the callers of some part of the address space expect. */
export type ErrorWriter = (error: AppError, requestId: string) => object;

/** The same for the whole address space. */
export type AddressErrorWriter = (error: AppError, requestId: string, address: string) => object;

/** REST's form, but for the part of the address space that does not speak REST. */
export const writerByAddress =
  (isOther: (address: string) => boolean, other: ErrorWriter): AddressErrorWriter =>
  (error, requestId, address) =>
    (isOther(address) ? other : errorBody)(error, requestId);

const brokenJson = () =>
  new AppError(
    'request.json_broken',
    'The body is not valid JSON. Check quotes, commas and brackets, and send it again.',
  );

const noRoute = () => new AppError('route.not_found', 'There is no such address. The API is described at /docs.');

const FRAMEWORK_ERRORS: Readonly<Record<string, () => AppError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    new AppError(
      'request.body_too_large',
      'The body is larger than 256 kB, or than 4 MiB at an MCP URL. Send less in one request.',
    ),
  FST_ERR_CTP_INVALID_JSON_BODY: () => brokenJson(),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new AppError(
      'request.media_type_unsupported',
      'Send the body as JSON, with the header Content-Type: application/json.',
    ),
  FST_ERR_BAD_URL: () =>
    new AppError(
      'request.invalid',
      'The address is not well encoded: each % must be followed by two hexadecimal digits.',
    ),
  FST_ERR_MAX_PARAM_LENGTH: () => noRoute(),
  FST_STATIC_FORBIDDEN_PATH: () => noRoute(),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    new AppError('request.invalid', 'The body is not as long as its Content-Length header says.'),
};

/** What a file is refused with because of a condition or a range in the request (RFC 9110, 13.1.1 and 14.2). */
const FILE_REFUSALS: readonly unknown[] = [412, 416];

const headerRefused = (cause: unknown) =>
  new AppError(
    'request.invalid',
    'This file does not fit the If-Match, If-Unmodified-Since or Range header of the request. Leave the header out.',
    { cause },
  );

/** What frameworks throw: Fastify's errors have a code, Nest's exceptions a getStatus. */
interface FrameworkError {
  readonly code?: unknown;
  readonly name?: unknown;
  readonly statusCode?: unknown;
  readonly cause?: unknown;
  getStatus?(): number;
}

const isFrameworkError = (error: unknown): error is FrameworkError => typeof error === 'object' && error !== null;

/**
 * Turns whatever was thrown into an AppError: ours as it is, the framework's refusals by their code, a missing route as
 * `route.not_found`; anything else is our own fault and tells the caller nothing but the request id.
 */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (!isFrameworkError(error)) return internal(error);
  const code = String(error.code);
  const known = Object.hasOwn(FRAMEWORK_ERRORS, code) ? FRAMEWORK_ERRORS[code] : undefined;
  if (known !== undefined) return known();
  // Nest wraps what Fastify's body parsers throw, and keeps their code in the cause.
  if (error.getStatus !== undefined && isFrameworkError(error.cause)) return asAppError(error.cause);
  return byStatus(error.getStatus?.() ?? error.statusCode, error);
}

function byStatus(status: unknown, error: FrameworkError): AppError {
  if (status === 404) return noRoute();
  if (status === 400 && error.name === 'SyntaxError') return brokenJson();
  if (status === 400) return new AppError('request.invalid', 'The request is malformed.', { cause: error });
  if (FILE_REFUSALS.includes(status)) return headerRefused(error);
  return internal(error);
}

const internal = (cause: unknown) =>
  new AppError('service.internal', 'Something failed on our side. Try again; if it stays, report the request id.', {
    cause,
  });
