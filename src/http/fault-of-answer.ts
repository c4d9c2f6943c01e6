import { AppError } from '../errors/app-error.js';
import { AddressRefusedError, NotConnectedError } from './guarded-agent.js';

/** Of OAuth and OpenID Connect (RFC 6749, 4.1.2.1 and 5.2; OpenID Connect Core 1.0, 3.1.2.6). */
const ERRORS: readonly unknown[] = [
  ...[
    'access_denied',
    'consent_required',
    'interaction_required',
    'invalid_client',
    'invalid_grant',
    'invalid_request',
  ],
  ...['invalid_scope', 'login_required', 'server_error', 'temporarily_unavailable', 'unauthorized_client'],
  ...['unsupported_grant_type', 'unsupported_response_type'],
];
const CAUSES_MAX = 5;
const CODE = /^[A-Z][A-Z0-9_]{1,60}$/;
const CLAIMS: readonly unknown[] = [
  'iss',
  'aud',
  'azp',
  'sub',
  'nonce',
  'exp',
  'iat',
  'nbf',
  'auth_time',
  'acr',
  'state',
];

/**
 * What failed when another site's answer was read, without a word of that answer: parsers and libraries quote what they read, where
 * tokens may stand.
 */
export class AnswerFault extends Error {
  override readonly name = 'AnswerFault';
}

export function faultOf(error: unknown): AnswerFault {
  return error instanceof AnswerFault ? error : new AnswerFault(chainOf(error).join(', by '));
}

function chainOf(error: unknown): string[] {
  const told: string[] = [];
  for (let each = error; told.length < CAUSES_MAX && typeof each === 'object' && each !== null; each = causeOf(each))
    told.push(wordsOn(each));
  return told;
}

/** Names, codes and messages of our own, and nothing that anybody else can choose. */
function wordsOn(error: object): string {
  if (error instanceof AppError || error instanceof AnswerFault) return error.message;
  if (error instanceof AddressRefusedError || error instanceof NotConnectedError) return error.name;
  const { code, error: refusal, claim, status } = error as Record<string, unknown>;
  return [
    error instanceof Error ? error.constructor.name : 'details',
    ...(typeof code === 'string' && CODE.test(code) ? [code] : []),
    ...(ERRORS.includes(refusal) ? [String(refusal)] : []),
    ...(CLAIMS.includes(claim) ? [`claim ${claim}`] : []),
    ...(typeof status === 'number' ? [`status ${status}`] : []),
  ].join(' ');
}

const causeOf = (error: object): unknown => ('cause' in error ? error.cause : undefined);
