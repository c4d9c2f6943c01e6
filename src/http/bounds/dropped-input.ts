import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** How much of what nobody will read is taken from a connection, so that its client gets to read the answer. */
export interface DropBounds {
  readonly bytesMax: number;
  readonly ms: number;
}

/** Far above what a body may have, so that clients that read only after they have sent all get the answer. */
export const DROP_BOUNDS: DropBounds = { bytesMax: 32 * 1024 * 1024, ms: 20_000 };

/**
 * Takes what still comes in on a connection without keeping it, and ends the connection at one of the bounds. A connection
 * that is closed with input unread is reset, and the reset takes from the client the answer that it had not read yet.
 * @returns what lets the connection live on.
 */
export function dropInput(socket: Socket, bounds: DropBounds): () => void {
  let bytesLeft = bounds.bytesMax;
  const count = (chunk: Buffer) => {
    bytesLeft -= chunk.length;
    if (bytesLeft < 0) socket.destroy();
  };
  const timer = setTimeout(() => socket.destroy(), bounds.ms).unref();
  const stop = () => {
    clearTimeout(timer);
    socket.off('data', count).off('close', stop);
  };
  socket.on('data', count).once('close', stop);
  return stop;
}

const LOOK_EVERY_MS = 250;

/**
 * Ends the connection of a request that was answered before its body had arrived, once the rest goes beyond the bounds;
 * within them the connection lives on. It only looks at how much was read: Node's parser, which drops the rest, would be
 * slowed by a listener.
 */
export function boundUnreadBody(request: IncomingMessage, bounds: DropBounds): void {
  if (request.complete || request.destroyed) return;
  const { socket } = request;
  const [bytesMax, untilMs] = [socket.bytesRead + bounds.bytesMax, performance.now() + bounds.ms];
  const timer = setInterval(() => {
    if (request.complete || socket.destroyed) clearInterval(timer);
    else if (socket.bytesRead > bytesMax || performance.now() > untilMs) socket.destroy();
  }, LOOK_EVERY_MS).unref();
}
