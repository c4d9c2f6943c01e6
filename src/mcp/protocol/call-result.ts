import type { LookerLimits } from '../../looker/rate-limit.js';
import type { ClientName, ToolCallOutcome } from '../../tool-calls/tool-call.js';
import type { Content } from '../../tools/run/tool-result.js';
import { showsStructureAlone } from './calling-client.js';
import { lookerLimitHeaders } from './limit-headers.js';

/** Where a result says what the HTTP headers say of Looker's limits: few clients show their programs the headers. */
const LIMITS_META = 'looker-mcp-gateway/rate-limit';

/**
 * The result of `tools/call` as a client gets it (MCP, `CallToolResult`). Where what was asked for is the content, the structure is there for
 * programs, which refuse an answer without the one that was declared, and would hide the content from some models.
 */
export const callResult = ({ status, content, structured, ...outcome }: ToolCallOutcome, client: ClientName) => ({
  content: content.map(protocolContent),
  ...(structured !== undefined &&
    !(outcome.isBestAsContent === true && showsStructureAlone(client)) && { structuredContent: structured }),
  ...(status !== 'ok' && { isError: true }),
  ...limitsMeta(outcome.looker?.limits),
});

function limitsMeta(limits: LookerLimits | undefined) {
  const fields = lookerLimitHeaders(limits);
  return Object.keys(fields).length === 0 ? {} : { _meta: { [LIMITS_META]: fields } };
}

function protocolContent(part: Content) {
  switch (part.kind) {
    case 'text':
      return { type: 'text' as const, text: part.text };
    case 'image':
      return { type: 'image' as const, mimeType: part.mimeType, data: part.data };
    case 'resource':
      return { type: 'resource' as const, resource: { uri: part.uri, mimeType: part.mimeType, blob: part.blob } };
  }
}
