/**
 * The address of an MCP server: with the token that opens it, or with its id, where people sign in.
 * @param publicUrl the origin that clients type, without a trailing slash.
 */
export const mcpUrl = (publicUrl: string, tokenOrId: string): string => `${publicUrl}/mcp/${tokenOrId}`;

/** The one address of all servers where people sign in at the gateway, and choose the server there. */
export const singleMcpUrl = (publicUrl: string): string => `${publicUrl}/mcp`;
