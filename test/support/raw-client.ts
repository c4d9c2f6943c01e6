import { connect, type Socket } from 'node:net';

/** A connection over which a test says any bytes, with all that came back. */
export interface RawClient {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  text(): string;
  destroy(): void;
}

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Opens a connection on loopback; losing it is not an error. */
export function openRaw(port: number, said: string | Buffer = '', localAddress = '127.0.0.1'): RawClient {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  let text = '';
  socket.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  socket.on('error', () => undefined);
  if (said !== '') socket.write(said);
  const closed = new Promise<void>((done) => {
    socket.once('close', () => done());
  });
  return { socket, closed, text: () => text, destroy: () => socket.destroy() };
}

/** The answers with a Content-Length in what came, each as long as it says. */
export function answersIn(text: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let rest = text; rest !== ''; ) {
    const headEnd = rest.indexOf('\r\n\r\n');
    const head = rest.slice(0, headEnd);
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    if (headEnd < 0 || Number.isNaN(status) || Number.isNaN(length))
      throw new Error(`no answers: ${text.slice(0, 500)}`);
    const body = rest.slice(headEnd + 4, headEnd + 4 + length);
    answers.push({ status, head, body });
    rest = rest.slice(headEnd + 4 + length);
  }
  return answers;
}
