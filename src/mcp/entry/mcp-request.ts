import type { IncomingHttpHeaders } from 'node:http';

/** A request over HTTP, of whatever server. */
export interface HttpRequest {
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON body. */
  readonly body: unknown;
  /** The size of the body; undefined: there is none. */
  readonly bodyBytes: number | undefined;
  /** Of the client. */
  readonly address: string;
  readonly requestId: string;
  /** Aborts when the client closes the connection. */
  readonly clientAborted: AbortSignal;
}

/** A request at an MCP URL. */
export interface McpRequest extends HttpRequest {
  /** Null: at the address of all servers with sign-in. */
  readonly token: string | null;
}
