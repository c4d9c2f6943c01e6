import { AppError, type FieldProblem } from '../errors/app-error.js';
import type { Tool } from '../looker/catalogue/tool.js';
import { toolCatalogue } from '../looker/catalogue/tool-catalogue.js';
import { knownMethods, knownTags, selectTools } from '../looker/catalogue/tool-filter.js';

/** What a server's owner chose, as stored; every key is present. */
export interface McpServerConfig {
  /** Empty: no filter by method. */
  readonly methods: readonly string[];
  /** Empty: no filter by tag. */
  readonly tags: readonly string[];
  readonly require_api_token_auth: boolean;
  readonly tool_exposure: 'all';
  /** Whether the call log keeps the arguments themselves, and not only their digest. */
  readonly log_arguments: boolean;
}

export const DEFAULT_CONFIG: McpServerConfig = {
  methods: [],
  tags: [],
  require_api_token_auth: false,
  tool_exposure: 'all',
  log_arguments: false,
};

/** The shortest time ahead at which a server may be set to expire. */
const EXPIRY_AHEAD_MS_MIN = 60_000;

/** Puts the given top keys over a config, as PATCH does: shallowly, and null like left out. */
export function mergeConfig(config: McpServerConfig, change: Partial<McpServerConfig>): McpServerConfig {
  const given = Object.entries(change).filter(([, value]) => value !== undefined && value !== null);
  return { ...config, ...Object.fromEntries(given) };
}

/** The tools that a config lets through. */
export const toolsOf = (config: McpServerConfig): readonly Tool[] => selectTools(toolCatalogue(), config);

const unknownAmong = (path: string, given: readonly string[], known: readonly string[]): FieldProblem[] =>
  given
    .filter((name) => !known.includes(name))
    .map((name) => ({ path, rule: `"${name.slice(0, 60)}" is not one of ${known.join(', ')}` }));

/**
 * @throws AppError `request.invalid` for names that no tool has, `mcp_server.no_tools` when methods and tags together leave nothing.
 */
export function checkConfig(config: McpServerConfig): void {
  const catalogue = toolCatalogue();
  const fields = [
    ...unknownAmong('config.methods', config.methods, knownMethods(catalogue)),
    ...unknownAmong('config.tags', config.tags, knownTags(catalogue)),
  ];
  if (fields.length > 0)
    throw new AppError(
      'request.invalid',
      `The config names what does not exist: ${fields.map((field) => field.rule).join('; ')}.`,
      {
        fields,
      },
    );
  if (toolsOf(config).length === 0)
    throw new AppError(
      'mcp_server.no_tools',
      'No tool has both one of these methods and one of these tags. See GET /integrated-account/{id}/tools for what there is.',
    );
}

/** `Date` reads 30 February as 2 March. */
const isInCalendar = (day: string) => new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);

/**
 * Reads an expiry as the API takes it; undefined and null mean never.
 * @throws AppError `mcp_server.expiry_too_soon`, `request.invalid` for a date that does not exist.
 */
export function expiryOf(text: string | null | undefined, now: Date): Date | null {
  if (text === undefined || text === null) return null;
  const expiresAt = new Date(text);
  if (Number.isNaN(expiresAt.getTime()) || !isInCalendar(text.slice(0, 10)))
    throw new AppError('request.invalid', 'expires_at is not a time that exists.', {
      fields: [{ path: 'expires_at', rule: 'expires_at must be a time that exists' }],
    });
  if (expiresAt.getTime() < now.getTime() + EXPIRY_AHEAD_MS_MIN)
    throw new AppError('mcp_server.expiry_too_soon', 'expires_at must be at least 60 seconds in the future.', {
      fields: [{ path: 'expires_at', rule: 'expires_at must be at least 60 seconds in the future' }],
    });
  return expiresAt;
}
