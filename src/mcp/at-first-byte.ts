/**
 * The same response, once the first of its body is there: an event stream begins before the call that it answers has ended,
 * and headers that tell what came of the call must wait for it. A stream's sign of life lets them go, too.
 */
export async function atFirstByte(response: Response): Promise<Response> {
  if (response.body === null) return response;
  const reader = response.body.getReader();
  let next: ReturnType<typeof reader.read> | undefined = Promise.resolve(await reader.read());
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await (next ?? reader.read());
      next = undefined;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(body, { status: response.status, headers: response.headers });
}
