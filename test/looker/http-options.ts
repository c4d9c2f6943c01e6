import type { CallBreakerOptions } from '../../src/looker/call-breaker.js';
import type { LookerHttpOptions } from '../../src/looker/looker-http.js';

type Options = LookerHttpOptions & CallBreakerOptions;

/** What a gateway in local mode allows itself, with bounds that a test can reach. */
export const httpOptions = (change: Partial<Options> = {}): Options => ({
  loopbackAllowed: true,
  trustedHosts: [],
  timeoutMs: 10_000,
  connectTimeoutMs: 2000,
  headersTimeoutMs: 10_000,
  bodyTimeoutMs: 10_000,
  queueTimeoutMs: 10_000,
  failuresMax: 5,
  pauseMs: 10_000,
  answerBytesMax: 100_000,
  connectionsPerHostMax: 64,
  ...change,
});

/** How long a test waits for what has been sent to arrive; it goes on as soon as it has. */
export const POLL = { interval: 5 };
