/** The headers of a stream of server-sent events (HTML Standard, 9.2). */
export const EVENT_STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  // nginx would collect the pieces otherwise.
  'x-accel-buffering': 'no',
};
