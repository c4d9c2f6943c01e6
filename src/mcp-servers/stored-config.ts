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
export const storable = ({ toolsets, methods, tags, tools, limits, oauth, identity, ...rest }: McpServerConfig) => ({
  ...rest,
  toolsets: [...toolsets],
  methods: [...methods],
  tags: [...tags],
  limits: { ...limits },
  oauth: {
    ...{ ...oauth, sign_in: [...oauth.sign_in], emails: [...oauth.emails], domains: [...oauth.domains] },
    external: oauth.external && { ...oauth.external, required_scopes: [...oauth.external.required_scopes] },
  },
  identity: { ...identity },
  tools: { include: [...tools.include], exclude: [...tools.exclude] },
});
