import { DEFAULT_CONFIG, type McpServerConfig, mergeConfig } from './mcp-server-config.js';

/** Servers from before there was a choice list all their tools, as their clients know them. */
const EARLIER_DEFAULTS: McpServerConfig = { ...DEFAULT_CONFIG, tool_exposure: 'all' };

/** A server's config as stored. It was checked when it was written; keys that came later take their defaults. */
export const storedConfig = (server: { readonly config: unknown }): McpServerConfig =>
  earlierConfig(server.config as Partial<McpServerConfig>);

/** A config as it was written at some time, with what such a server does where it says nothing. */
export const earlierConfig = (config: Partial<McpServerConfig>): McpServerConfig =>
  mergeConfig(EARLIER_DEFAULTS, config);

/** A config as it is stored: plain JSON. */
export const storable = ({ methods, tags, tools, limits, ...rest }: McpServerConfig) => ({
  ...rest,
  methods: [...methods],
  tags: [...tags],
  limits: { ...limits },
  tools: { include: [...tools.include], exclude: [...tools.exclude] },
});
