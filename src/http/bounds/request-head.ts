import type { IncomingMessage } from 'node:http';
import { AppError } from '../../errors/app-error.js';

/** What every recipient should take (RFC 9110, section 4.1), and far above what any route needs. */
export const ADDRESS_CHARACTERS_MAX = 8_000;
const HOST = /^(\[[0-9a-f:.]+\]|[^\s/?#@[\]\\:]*)(:\d*)?$/i;

const addressTooLong = () =>
  new AppError(
    'request.address_too_long',
    `The address is longer than ${ADDRESS_CHARACTERS_MAX} characters. Send a shorter one.`,
  );

/** What is wrong with a request before its route and its body matter. */
export function headProblem({
  url = '',
  httpVersion,
  headers,
  headersDistinct,
}: IncomingMessage): AppError | undefined {
  if (url.length > ADDRESS_CHARACTERS_MAX) return addressTooLong();
  const { host = [] } = headersDistinct;
  // RFC 9112, section 3.2: with two, a proxy in front could have meant the other one.
  if (host.length > 1 || (host.length === 0 && httpVersion === '1.1') || !HOST.test(host[0] ?? ''))
    return new AppError(
      'request.invalid',
      'The request needs one valid Host header, such as Host: gateway.example.com.',
    );
  if (headers.expect !== undefined && !/100-continue/i.test(headers.expect))
    return new AppError(
      'request.expectation_failed',
      'Nothing but 100-continue can be expected here. Send the request without the Expect header.',
    );
  return undefined;
}
