import {
  type JSONRPCErrorResponse,
  type RequestId,
  SdkHttpError,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import { isRecord } from '../values/is-record.js';

/** JSON-RPC's code for what went wrong at the server's side and is in no specification (JSON-RPC 2.0, section 5.1). */
const SERVER_ERROR = -32_000;

/**
 * The answer to a request that got none from the gateway: the gateway's own error, where it gave one, or what is wrong on the way there
 * and what to do about it.
 */
export function failedRequest(id: RequestId, url: URL, error: unknown): JSONRPCErrorResponse {
  return { jsonrpc: '2.0', id, error: errorOf(url, error) };
}

function errorOf({ origin }: URL, error: unknown): JSONRPCErrorResponse['error'] {
  const said = error instanceof SdkHttpError ? saidBy(error) : undefined;
  if (said !== undefined) return said;
  if (isUnauthorized(error))
    return {
      code: SERVER_ERROR,
      message:
        'This MCP URL wants more than the URL: an API token, which goes into LOOKER_MCP_API_TOKEN, or that somebody signs in, which this bridge cannot do. Add a URL with sign-in to a client that takes URLs.',
    };
  if (error instanceof SdkHttpError)
    return {
      code: SERVER_ERROR,
      message: `${origin} answered ${error.status}. Try again; if it stays, check the MCP URL.`,
    };
  const why = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return {
    code: SERVER_ERROR,
    message: `${origin} could not be reached${why}. Check the address, and that this machine may connect to it.`,
  };
}

const isUnauthorized = (error: unknown) =>
  error instanceof UnauthorizedError || (error instanceof SdkHttpError && error.status === 401);

/** The error in the gateway's own answer, which is one of JSON-RPC. */
function saidBy({ data }: SdkHttpError): JSONRPCErrorResponse['error'] | undefined {
  try {
    const answer: unknown = JSON.parse(typeof data.text === 'string' ? data.text : '');
    if (!isRecord(answer) || !isRecord(answer.error)) return undefined;
    const { code, message, data: more } = answer.error;
    if (typeof code !== 'number' || typeof message !== 'string') return undefined;
    return { code, message, ...(more !== undefined && { data: more }) };
  } catch {
    return undefined;
  }
}
