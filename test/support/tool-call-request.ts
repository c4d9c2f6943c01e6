/** What an MCP client of 2025 posts for one tool call, for tests that count HTTP answers. */
export const toolCallRequest = (id: number, name: string, args: Record<string, unknown> = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
  body: JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } }),
});
