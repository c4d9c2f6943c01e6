/** What a token of a sign-in lets its bearer do at an MCP server (RFC 6749, 3.3). */
export const SCOPES = ['looker:read', 'looker:write'] as const;
export type Scope = (typeof SCOPES)[number];

export const isScope = (text: string): text is Scope => SCOPES.some((scope) => scope === text);
