import { createGuardedAgent } from '../http/guarded-agent.js';
import { DOCTOR_STEPS, ISSUER_STEPS } from './doctor-steps.js';
import { hostKind } from './host-kind.js';
import { type DoctorReport, runDoctor } from './run-doctor.js';
import type { Entry, Step } from './step.js';

const CONNECT_MS = 10_000;

export interface CheckOptions {
  readonly wholeMs: number;
  /** What the server is known to ask for; left out: found out. */
  readonly expected?: Entry;
  /** The only origin that is asked; left out: whatever the server names, in public networks. */
  readonly onlyOrigin?: string;
  /** False: the authorization server is somebody else's, and is left alone. */
  readonly isIssuerAsked?: boolean;
  /** What is known without asking. */
  readonly earlierSteps?: readonly Step[];
  /** What is looked at besides, when all else is well. */
  readonly laterSteps?: readonly Step[];
}

/**
 * Does what clients do when they are given the URL of an MCP server, and tells how far they come. The host of the URL is trusted, wherever it
 * leads; every other one has to be public.
 */
export async function checkConnection(url: URL, options: CheckOptions): Promise<DoctorReport> {
  const { wholeMs, expected, onlyOrigin, isIssuerAsked = true, earlierSteps = [], laterSteps = [] } = options;
  const steps = isIssuerAsked ? DOCTOR_STEPS : DOCTOR_STEPS.filter((step) => !ISSUER_STEPS.includes(step));
  const agent = createGuardedAgent({
    loopbackAllowed: onlyOrigin === undefined && hostKind(url.hostname) === 'loopback',
    trustedHosts: [url.hostname.replace(/^\[|\]$/g, '')],
    connectTimeoutMs: CONNECT_MS,
    connectionsPerHostMax: 4,
  });
  try {
    return await runDoctor([...earlierSteps, ...steps, ...laterSteps], {
      ...{ url, agent, expected, onlyOrigin, learned: {} },
      signal: AbortSignal.timeout(wholeMs),
      now: Date.now,
    });
  } finally {
    await agent.destroy();
  }
}
