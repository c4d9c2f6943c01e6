import type { SafeText } from './safe-text.js';

export const MESSAGE_KINDS = ['oauth', 'mcp'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Who sent the request: the client itself, or the browser of its person. */
export const MESSAGE_SENDERS = ['client', 'browser'] as const;
export type MessageSender = (typeof MESSAGE_SENDERS)[number];

/** What is kept of a request or an answer beside the columns. */
export const FACT_NAMES = [
  'headers',
  'authorization',
  'content_type',
  'accept',
  'user_agent',
  'bytes',
  'protocol_version',
  'client',
  'tool',
  'messages',
  'parameters',
  'response_type',
  'grant_type',
  'scope',
  'resource',
  'redirect_host',
  'code_challenge_method',
  'client_kind',
  'auth_method',
  'outcome',
  'challenge_error',
  'challenge_scope',
  'leads_to',
] as const;
export type FactName = (typeof FACT_NAMES)[number];

export interface CapturedFact {
  readonly name: FactName;
  readonly value: SafeText;
}

/** Facts of what is there; a value that is undefined is left out. */
export const facts = (values: { readonly [Name in FactName]?: SafeText | undefined }): CapturedFact[] =>
  FACT_NAMES.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [{ name, value }];
  });

/** A request and its answer, as far as they may be kept. */
export interface CapturedMessage {
  readonly at: Date;
  readonly kind: MessageKind;
  readonly sender: MessageSender;
  /** What it is for, such as `tools/list`. */
  readonly step: SafeText;
  /** Of HTTP. */
  readonly method: SafeText;
  /** With placeholders for whatever names a server, a person or a sign-in. */
  readonly path: SafeText;
  /** Null: the client left before it was answered. */
  readonly status: number | null;
  /** A code, of the gateway's, of JSON-RPC or of OAuth; null: none. */
  readonly error: SafeText | null;
  /** Whether something went wrong; being sent to sign in at first is no fault. */
  readonly isFault: boolean;
  readonly durationMs: number;
  readonly request: readonly CapturedFact[];
  readonly answer: readonly CapturedFact[];
  /** The same for a message that may be told more than once, which is kept once. */
  readonly id?: string;
}

/** A server, as far as its capture goes. */
export interface CapturedServer {
  readonly organizationId: string;
  readonly serverId: string;
  /** Until when its messages are recorded; null: they are not. */
  readonly captureUntil: Date | null;
}

/** Whether a server's messages are recorded: one comparison where they are not. */
export const isCaptured = ({ captureUntil }: Pick<CapturedServer, 'captureUntil'>, now: Date): boolean =>
  captureUntil !== null && now < captureUntil;

/** No capture lasts longer, whoever prolongs it. */
export const CAPTURE_MS_MAX = 60 * 60 * 1000;
/** For how long a capture can be read after its end. */
export const KEPT_MS = 60 * 60 * 1000;
/** Of one server; the oldest go. */
export const MESSAGES_MAX = 500;
/** Of them, those that anybody can cause who knows the URL: so many of one step, and of all steps together. */
export const STRANGERS_PER_STEP_MAX = 40;
export const STRANGERS_MAX = 200;
