/** Slashes before it come of a base address with one at its end; one behind it of an address whose token got lost. */
const PREFIX = /^\/+mcp(?:(?=\/[^?#])|\/?(?=[?#]|$))/i;
/** Behind the token: a slash, or `/mcp`, which some clients need to see at the end of an address, or both. */
const URL_OF_SERVER = /^\/mcp\/([^/?#]+)(?:\/mcp)?\/?(?=[?#]|$)/i;

/** Whether an address is one of the MCP endpoint, right or wrong. */
export const isMcpAddress = (address: string): boolean => PREFIX.test(address);

/** An address as the routes have it: MCP URLs are pasted with other letters and endings than they were issued with. */
export const mcpAddress = (address: string): string =>
  address.replace(PREFIX, '/mcp').replace(URL_OF_SERVER, (_, token) => `/mcp/${token}`);
