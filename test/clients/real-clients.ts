/** A client as people install it, and the program of `drivers/` that makes it list and call. */
export interface RealClient {
  readonly name: string;
  readonly registry: 'npm' | 'PyPI';
  /** With exact versions, so that the same clients are checked every day. */
  readonly packages: readonly string[];
  readonly driver: string;
  /** Whether it gives a program the first part of a result only, which is not the picture. */
  readonly isFirstPartOnly?: boolean;
}

const npm = (driver: string, ...packages: string[]): RealClient => ({
  name: packages[0] ?? driver,
  registry: 'npm',
  packages,
  driver: `${driver}.mjs`,
});

const pypi = (driver: string, ...packages: string[]): RealClient => ({
  name: packages[0] ?? driver,
  registry: 'PyPI',
  packages,
  driver: `${driver}.py`,
});

export const REAL_CLIENTS: readonly RealClient[] = [
  npm('sdk-v1', '@modelcontextprotocol/sdk@1.10.0'),
  npm('sdk-v1', '@modelcontextprotocol/sdk@1.32.2'),
  npm('sdk-v2', '@modelcontextprotocol/client@2.4.0'),
  npm('ai-sdk', '@ai-sdk/mcp@2.0.99'),
  npm('openai-agents', '@openai/agents-core@0.20.0', '@modelcontextprotocol/sdk@1.32.2'),
  npm('langchain', '@langchain/mcp-adapters@1.1.4', '@langchain/core@1'),
  npm('mcporter', 'mcporter@0.12.3'),
  npm('mcp-remote', 'mcp-remote@0.15.1', '@modelcontextprotocol/sdk@1.32.2'),
  npm('inspector', '@modelcontextprotocol/inspector@2.12.0'),
  npm('mastra', '@mastra/mcp@2.0.0', '@mastra/core'),
  pypi('mcp_v1', 'mcp==1.30.0'),
  pypi('mcp_v2', 'mcp==2.3.0'),
  pypi('fastmcp_client', 'fastmcp==4.1.6'),
  pypi('pydantic_ai_client', 'pydantic-ai-slim[mcp]==2.68.0'),
  pypi('langchain_client', 'langchain-mcp-adapters==0.3.2'),
  pypi('mcp_use_client', 'mcp-use==1.7.1'),
  pypi('google_adk_client', 'google-adk==2.13.0', 'mcp==1.30.0'),
  { ...pypi('smolagents_client', 'smolagents[mcp]==1.26.0', 'mcp==1.30.0'), isFirstPartOnly: true },
  pypi('openai_agents_client', 'openai-agents==0.24.0'),
];
