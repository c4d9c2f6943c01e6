import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { AppError } from '../../errors/app-error.js';
import { sendRawAnswer } from '../answers/raw-answer.js';
import type { AddressErrorWriter } from '../error-body.js';
import { DROP_BOUNDS, dropInput } from './dropped-input.js';
import { ADDRESS_CHARACTERS_MAX } from './request-head.js';

/** What Node's parser says of a request that it gives up, with what it read last. */
interface ParserError extends Error {
  readonly code?: string;
  readonly reason?: string;
  readonly rawPacket?: Buffer;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Enough of an address to know who speaks there. */
const REQUEST_LINE = /^[A-Z]+ (\S{1,100})/;

/**
 * Answers in our form what the HTTP parser refuses before there is a request, or while one still arrives: broken HTTP,
 * headers that are too large, requests that take too long (RFC 9112, section 2.2 and 9.5). To be called before the server listens.
 * @param write the form, by the address as far as it is known.
 */
export function answerBrokenRequests(
  { server }: FastifyInstance,
  write: AddressErrorWriter,
  logger: Logger,
  createRequestId: () => string,
): void {
  const latest = new WeakMap<Socket, Exchange>();
  const given = new WeakSet<Socket>();

  const refuse = (socket: Socket, error: AppError, address: string, reason: string | undefined) => {
    if (!socket.writable) return;
    const requestId = createRequestId();
    const { status } = error.kind;
    sendRawAnswer(socket, error, requestId, write(error, requestId, address));
    logger.info({ request_id: requestId, route: '(none)', status, reason });
    // The rest of a late request must not arrive any more: it would be done although it was refused.
    if (error.code === 'request.timed_out') socket.destroy();
    else dropInput(socket, DROP_BOUNDS);
  };

  const answer = (thrown: ParserError, socket: Socket) => {
    if (given.has(socket)) return;
    given.add(socket);
    const isRefusal = thrown.code?.startsWith('HPE_') || thrown.code === 'ERR_HTTP_REQUEST_TIMEOUT';
    const exchange = latest.get(socket);
    const isArriving = exchange?.request.complete === false;
    // What has begun to be answered must not be answered twice: the client would take the second for that of its next request.
    if (!isRefusal || socket.bytesRead === 0 || (isArriving && exchange?.response.headersSent)) {
      socket.destroy();
      return;
    }
    const address = isArriving ? exchange?.request.url : REQUEST_LINE.exec(textOf(thrown.rawPacket))?.[1];
    const end = () => refuse(socket, refusalOf(thrown), address ?? '', thrown.code);
    if (isArriving) end();
    else inTurn(exchange, end);
  };

  server.on('request', (request, response) => latest.set(request.socket, { request, response }));
  server.removeAllListeners('clientError').on('clientError', answer);
  server.on('connect', (_request, socket: Socket) => {
    // Node hands the connection over, and an error of it that nobody listens to would end the process.
    socket.on('error', () => socket.destroy());
    // Nobody would notice any more whether the client still waits for what it asked before.
    if (latest.get(socket)?.response.writableFinished === false) socket.destroy();
    else refuse(socket, noProxy(), '', 'CONNECT');
  });
}

/** Answers keep the order of the requests on their connection. */
function inTurn(before: Exchange | undefined, end: () => void): void {
  if (before === undefined || before.response.writableFinished) end();
  else before.response.once('finish', end);
}

const textOf = (packet: Buffer | undefined) => packet?.toString('latin1', 0, 200) ?? '';

const noProxy = () =>
  new AppError('request.invalid', 'This is no proxy: it takes no CONNECT. The API is described at /docs.');

function refusalOf({ code, reason }: ParserError): AppError {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new AppError('request.timed_out', 'The request took too long to arrive. Nothing was done; send it again.');
    case 'HPE_HEADER_OVERFLOW':
      // Which of them is too long is not known: the parser gives up in the middle, and keeps what it read last only.
      return new AppError(
        'request.headers_too_large',
        `Address and headers are larger than 16 kB. Send fewer or shorter headers, and an address of ${ADDRESS_CHARACTERS_MAX} characters at most.`,
      );
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new AppError('request.body_too_large', 'The extensions of a chunk are larger than 16 kB. Send none.');
    default:
      return new AppError(
        'request.invalid',
        `This is not HTTP/1.1 (RFC 9112)${reason ? `: ${reason}` : ''}. Send the request with an HTTP library, over plain http.`,
      );
  }
}
