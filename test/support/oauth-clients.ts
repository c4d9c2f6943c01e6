import type { OAuthClientProvider as ModernProvider } from '@modelcontextprotocol/client';
import { Client as ModernClient, StreamableHTTPClientTransport as ModernTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** What an SDK keeps of a sign-in, in memory, and where it sends its person. */
export class SignInMemory {
  client: Record<string, unknown> | undefined;
  kept: Record<string, unknown> | undefined;
  verifier = '';
  asked: URL | undefined;

  constructor(
    readonly redirectUrl: string,
    readonly metadata: Record<string, unknown> = {},
    readonly metadataUrl?: string,
  ) {}

  get clientMetadataUrl() {
    return this.metadataUrl;
  }

  get clientMetadata() {
    return {
      client_name: 'Test client',
      redirect_uris: [this.redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      ...this.metadata,
    };
  }

  clientInformation() {
    return this.client;
  }

  saveClientInformation(client: Record<string, unknown>) {
    this.client = client;
  }

  tokens() {
    return this.kept;
  }

  saveTokens(tokens: Record<string, unknown>) {
    this.kept = tokens;
  }

  redirectToAuthorization(url: URL) {
    this.asked = url;
  }

  saveCodeVerifier(verifier: string) {
    this.verifier = verifier;
  }

  codeVerifier() {
    return this.verifier;
  }
}

/** A client of an official SDK that signs in: connected, its person having been asked. */
export interface SignedInClient {
  listTools(): Promise<{ name: string }[]>;
  callTool(name: string, args: Record<string, unknown>): Promise<{ text: string; isError: boolean }>;
  close(): Promise<void>;
}

/** @param person opens where the client sends its person, and answers where the browser was sent with the code. */
export async function signInFirst(
  url: string,
  memory: SignInMemory,
  person: (asked: URL) => Promise<URL>,
): Promise<SignedInClient> {
  const transport = () => new FirstTransport(new URL(url), { authProvider: memory as never });
  const first = transport();
  await new FirstClient({ name: 'test', version: '1' }).connect(first as never).catch(needsSignIn);
  await first.finishAuth((await person(askedBy(memory))).searchParams.get('code') ?? '');
  const client = new FirstClient({ name: 'test', version: '1' });
  await client.connect(transport() as never);
  return wrapped(client as unknown as AnyClient);
}

/** The same with the v2 SDK. */
export async function signInModern(
  url: string,
  memory: SignInMemory,
  person: (asked: URL) => Promise<URL>,
  mode: 'legacy' | { pin: string } = { pin: '2026-07-28' },
): Promise<SignedInClient> {
  const transport = () => new ModernTransport(new URL(url), { authProvider: memory as unknown as ModernProvider });
  const client = () => new ModernClient({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  const first = transport();
  await client().connect(first).catch(needsSignIn);
  await first.finishAuth((await person(askedBy(memory))).searchParams as never);
  const connected = client();
  await connected.connect(transport());
  return wrapped(connected as unknown as AnyClient);
}

function needsSignIn(error: unknown): void {
  if (
    !String((error as Error).name + (error as Error).message)
      .toLowerCase()
      .includes('unauthorized')
  )
    throw error;
}

function askedBy({ asked }: SignInMemory): URL {
  if (asked === undefined) throw new Error('the client asked nobody to sign in');
  return asked;
}

interface AnyClient {
  listTools(): Promise<{ tools: { name: string }[] }>;
  callTool(call: object): Promise<unknown>;
  close(): Promise<void>;
}

const wrapped = (client: AnyClient): SignedInClient => ({
  listTools: async () => (await client.listTools()).tools,
  callTool: async (name, args) => {
    const { content, isError } = (await client.callTool({ name, arguments: args })) as {
      content: { text?: string }[];
      isError?: boolean;
    };
    return { text: content.map(({ text }) => text ?? '').join('\n'), isError: isError === true };
  },
  close: () => client.close(),
});
