import type { Agent } from 'undici';
import type { Challenge } from './challenge.js';
import type { ResourceMetadata, UsableIssuer } from './metadata.js';

/** `warning`: most clients connect all the same. `fault`: the main ones do not, or not always. */
export const STEP_STATES = ['ok', 'warning', 'fault', 'skipped'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** What a server asks its callers for: nothing besides its URL, a token that its people have, or that they sign in. */
export type Entry = 'open' | 'token' | 'sign-in';

/** What the steps so far found out, for those that follow. */
export interface Learned {
  /** By the server's clock, where it says its time. */
  readonly clockMs?: number;
  readonly entry?: Entry;
  readonly challenge?: Challenge;
  /** With which the requests of a client of 2025 go on. */
  readonly sessionId?: string;
  readonly revision?: string;
  /** Whether it speaks revision 2026-07-28. */
  readonly isCurrentSpoken?: boolean;
  /** A tool that only reads and asks for no arguments. */
  readonly harmlessTool?: string;
  readonly resource?: ResourceMetadata;
  readonly issuer?: UsableIssuer;
  /** Of the client that was registered. */
  readonly clientId?: string;
}

/** What a check goes by. */
export interface DoctorContext {
  /** As a person pastes it. */
  readonly url: URL;
  readonly agent: Agent;
  /** Ends the whole check. */
  readonly signal: AbortSignal;
  /** What the server is known to ask for; undefined: to be found out. */
  readonly expected: Entry | undefined;
  /** The only origin that is asked; undefined: whatever the server names. */
  readonly onlyOrigin: string | undefined;
  readonly now: () => number;
  readonly learned: Learned;
}

/** The authorization server, for steps that follow the one which finds it: without it the doctor stops there. */
export function learnedIssuer({ learned: { issuer } }: DoctorContext): UsableIssuer {
  if (issuer === undefined)
    throw new Error('a step that asks the authorization server came before the one that finds it');
  return issuer;
}

export interface Outcome {
  readonly state: StepState;
  /** One sentence: what was found, and of what is wrong what to change. */
  readonly message: string;
  readonly learned?: Learned;
}

/** One thing that clients do when they connect. */
export interface Step {
  readonly name: string;
  /** The kinds of servers that it is for; left out: all. */
  readonly entries?: readonly Entry[];
  readonly run: (context: DoctorContext) => Promise<Outcome>;
}

/** Thrown by whatever finds a fault in the middle of a step; the message is the sentence. */
export class FaultFound extends Error {
  override readonly name = 'FaultFound';
}

const outcome =
  (state: StepState) =>
  (message: string, learned?: Learned): Outcome => ({ state, message, ...(learned && { learned }) });

export const ok = outcome('ok');
export const warning = outcome('warning');
export const fault = outcome('fault');
export const skipped = outcome('skipped');
