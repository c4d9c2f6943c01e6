/** Takes one event: its name, and its data as JSON. */
export type SendEvent = (event: string, data: unknown) => void;

const encoder = new TextEncoder();

/** An event stream of whatever the work sends, and last, as `message`, what came of it. The work must not reject. */
export function eventAnswer(work: (send: SendEvent) => Promise<unknown>): Response {
  let isRead = true;
  const body = new ReadableStream<Uint8Array>({
    start: (stream) => {
      // The work goes on for a while after its reader has left, and tells of it.
      const send: SendEvent = (event, data) => {
        if (isRead) stream.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
      };
      work(send)
        .then((outcome) => {
          send('message', outcome);
          if (isRead) stream.close();
        })
        .catch((error: unknown) => stream.error(error));
    },
    cancel: () => {
      isRead = false;
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}
