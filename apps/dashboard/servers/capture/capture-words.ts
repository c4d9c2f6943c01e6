import type { Message } from './capture-queries.ts';

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** `10:04:31`, in the reader's time zone. */
export const clockText = (at: string): string => clock.format(new Date(at));

/** `14:05`, in minutes and seconds. */
export function leftText(untilMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.ceil((untilMs - nowMs) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export const SENDERS: Record<Message['sender'], string> = { client: 'Client', browser: 'Browser' };

type FactName = Message['request'][number]['name'];

export const FACTS: Record<FactName, string> = {
  headers: 'Headers',
  authorization: 'Authorization',
  content_type: 'Content type',
  accept: 'Accepts',
  user_agent: 'User agent',
  bytes: 'Bytes',
  protocol_version: 'MCP revision',
  client: 'Client',
  tool: 'Tool',
  messages: 'Messages',
  parameters: 'Parameters',
  response_type: 'Response type',
  grant_type: 'Grant type',
  scope: 'Scope',
  resource: 'Resource',
  redirect_host: 'Takes answers at',
  code_challenge_method: 'PKCE',
  client_kind: 'Client is',
  auth_method: 'Proves itself by',
  outcome: 'Outcome',
  challenge_error: 'Challenge: error',
  challenge_scope: 'Challenge: scope',
  leads_to: 'Leads to',
};

export const answerText = ({ status, error }: Message): string =>
  [status === null ? 'client left' : String(status), ...(error === null ? [] : [error])].join(' ');

const REFUSED_FROM = 400;

/** A refusal that belongs to the sequence, such as the challenge at its beginning, is neither a fault nor a success. */
export const answerColor = ({ is_fault, status }: Message): string =>
  is_fault ? 'red' : status === null || status >= REFUSED_FROM ? 'gray' : 'teal';

/** `Tokens for a code`; the methods of MCP stay as the protocol writes them. */
export const stepText = ({ step, path }: Message): string =>
  path.startsWith('/mcp') ? step : step.charAt(0).toUpperCase() + step.slice(1);
