import { DEFAULT_CONFIG, type McpServerConfig, mergeConfig } from './mcp-server-config.js';
import type { McpServer } from './mcp-servers.repository.js';

/** A server's config as stored. It was checked when it was written; keys that came later take their defaults. */
export const storedConfig = (server: Pick<McpServer, 'config'>): McpServerConfig =>
  mergeConfig(DEFAULT_CONFIG, server.config as Partial<McpServerConfig>);

/** A config as it is stored: plain JSON. */
export const storable = ({ methods, tags, tools, limits, ...rest }: McpServerConfig) => ({
  ...rest,
  methods: [...methods],
  tags: [...tags],
  limits: { ...limits },
  tools: { include: [...tools.include], exclude: [...tools.exclude] },
});
