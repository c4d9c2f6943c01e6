/** How a program names itself. */
export interface ClientName {
  readonly name: string | null;
  readonly version: string | null;
}

/** Which program is calling, as it says of itself, and in which revision of MCP. */
export interface CallingClient extends ClientName {
  readonly protocolVersion: string | null;
}
