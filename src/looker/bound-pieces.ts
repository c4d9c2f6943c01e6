import { DecoratorHandler, type Dispatcher } from 'undici';
import { LookerError } from './looker-error.js';

/** Reading a piece costs some microseconds, however small the piece is, so the pieces of an answer are counted. */
const PIECES_UNCOUNTED = 1_000;
const PIECE_BYTES_MIN = 16;

/** undici passes every argument on, as its documentation says; its types leave that out. */
const PassingHandler = DecoratorHandler as unknown as new (
  handler: Dispatcher.DispatchHandler,
) => Required<Dispatcher.DispatchHandler>;

/** Ends an answer that comes in very many very small pieces. */
export function withBoundPieces(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  const passing = new PassingHandler(handler);
  const pass = passing.onResponseData.bind(passing);
  let [pieces, bytes] = [0, 0];
  passing.onResponseData = (controller, piece) => {
    pieces += 1;
    bytes += piece.length;
    if (pieces <= PIECES_UNCOUNTED || bytes >= pieces * PIECE_BYTES_MIN) return pass(controller, piece);
    const words = `the answer comes in pieces of less than ${PIECE_BYTES_MIN} bytes`;
    controller.abort(new LookerError('not_looker', words));
  };
  return passing;
}
