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
