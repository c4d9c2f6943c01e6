import { AppError, type FieldProblem } from '../errors/app-error.js';
import { instantRule, parseInstant } from '../http/input/instant.js';
import { nearestNames } from '../tools/catalogue/nearest-names.js';
import type { ToolCatalogue, Toolset } from '../tools/catalogue/tool.js';
import { knownMethods, knownTags, selectTools } from '../tools/catalogue/tool-filter.js';
import { exposeTools, type ToolExposure } from '../tools/selection/exposed-tools.js';
import { listTokens } from '../tools/selection/tool-cost.js';
import { writtenAddress, writtenDomain } from '../values/email-address.js';
import { isRecord, type JsonRecord } from '../values/is-record.js';
import { completeIssuer } from './external-issuer.js';
import { authOf, checkSignIn, DEFAULT_SIGN_IN, type SignInConfig } from './sign-in-config.js';

/** What a server's owner chose, as stored; every key is present. */
export interface McpServerConfig extends SignInConfig {
  /** Never empty. */
  readonly toolsets: readonly Toolset[];
  /** Empty: no filter by method. */
  readonly methods: readonly string[];
  /** Empty: no filter by tag. */
  readonly tags: readonly string[];
  /** Names of tools that are in, or out, whatever methods and tags say. */
  readonly tools: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  readonly tool_exposure: ToolExposure;
  /** How many tokens `tools/list` may take; null: no bound. */
  readonly tools_tokens_max: number | null;
  /** Whether the call log keeps the arguments themselves, and not only their digest. */
  readonly log_arguments: boolean;
  /** How much one call may answer and how long it may take, unless it asks for less. */
  readonly limits: { readonly rows: number; readonly characters: number; readonly seconds: number };
}

/** The config of a new server where its owner says nothing else. */
export const DEFAULT_CONFIG: McpServerConfig = {
  ...DEFAULT_SIGN_IN,
  toolsets: ['api'],
  methods: [],
  tags: [],
  tools: { include: [], exclude: [] },
  tool_exposure: 'auto',
  tools_tokens_max: null,
  log_arguments: false,
  // Hosted Claude shows about 150,000 characters of a result and gives up on a call after 240 seconds.
  limits: { rows: 1_000, characters: 150_000, seconds: 200 },
};

/** A config as it is sent: what is left out stays as it is, at every depth. */
export type ConfigChange = Change<McpServerConfig>;

type Change<Values> = {
  readonly [Key in keyof Values]?:
    | (NonNullable<Values[Key]> extends readonly unknown[]
        ? Values[Key]
        : NonNullable<Values[Key]> extends object
          ? Change<NonNullable<Values[Key]>> | Extract<Values[Key], null>
          : Values[Key])
    | undefined;
};

/** The shortest time ahead at which a server may be set to expire. */
const EXPIRY_AHEAD_MS_MIN = 60_000;
const NAMES_SHOWN_MAX = 3;
/** What makes the list of tools shorter. */
const SHORTER: Readonly<Record<ToolExposure, string>> = {
  all: 'Choose fewer tools, or set tool_exposure to "discovery" or "auto".',
  auto: 'There is no shorter list of so many tools: allow more tokens, or choose fewer tools.',
  discovery: 'There is no shorter list: allow more tokens.',
};

const NULLABLE: ReadonlySet<string> = new Set<
  keyof McpServerConfig | keyof McpServerConfig['oauth'] | keyof McpServerConfig['identity']
>(['tools_tokens_max', 'external', 'user']);

/** Null in the place of anything else is like left out: what was narrowed stays narrow. */
const isGiven = (key: string, value: unknown) => value !== undefined && (value !== null || NULLABLE.has(key));

function mergeValues(before: JsonRecord, change: JsonRecord): JsonRecord {
  const given = Object.entries(change).filter(([key, value]) => isGiven(key, value));
  const after = given.map(([key, value]) => {
    const old = before[key];
    return [key, isRecord(old) && isRecord(value) ? mergeValues(old, value) : value] as const;
  });
  return { ...before, ...Object.fromEntries(after) };
}

/** Puts what is given over a config, as PATCH does: objects are merged down to their values, lists are replaced. */
export function mergeConfig(config: McpServerConfig, change: ConfigChange): McpServerConfig {
  // A change has the form of a config, so that what comes of both has it too.
  const merged = mergeValues({ ...config }, change) as unknown as McpServerConfig;
  return { ...merged, ...authOf(config, change), oauth: completeOauth(merged.oauth) };
}

/** Addresses and domains are written as they are compared; of an issuer every key is present. */
const completeOauth = (oauth: McpServerConfig['oauth']): McpServerConfig['oauth'] => ({
  ...oauth,
  emails: oauth.emails.map(writtenAddress),
  domains: oauth.domains.map(writtenDomain),
  external: completeIssuer(oauth.external),
});

/**
 * Whether a config says which tools are meant. Without methods and names, and with tags alone, it lets pass whatever writes
 * and deletes, which nobody gets by leaving something out.
 */
const saysWhichTools = ({ methods, tags, tools }: McpServerConfig) =>
  methods.length > 0 || (tools.include.length > 0 && tags.length === 0);

/**
 * Refuses a config that does not say which tools are meant.
 * @throws AppError `request.invalid`
 */
export function checkSaysWhichTools(config: McpServerConfig): void {
  if (saysWhichTools(config)) return;
  const rule =
    'config must say which tools the URL may use: send methods, such as ["read"], or the names of single tools as tools.include';
  throw new AppError(
    'request.invalid',
    `The ${rule}. For all tools, send methods ["read", "write", "custom"]. Nothing was changed.`,
    { fields: [problem('config.methods', rule)] },
  );
}

/**
 * The config that a change makes of a stored one. Servers from the time when a config could leave out which tools are meant may
 * stay as they are, and become narrower.
 * @param catalogue the tools of the account's instance.
 * @throws AppError `request.invalid`, and what `checkConfig` throws
 */
export async function changedConfig(
  stored: McpServerConfig,
  change: ConfigChange,
  catalogue: ToolCatalogue,
): Promise<McpServerConfig> {
  const config = mergeConfig(stored, change);
  if (saysWhichTools(stored) || isWider(config, stored, catalogue)) checkSaysWhichTools(config);
  await checkConfig(config, catalogue);
  return config;
}

function isWider(config: McpServerConfig, before: McpServerConfig, catalogue: ToolCatalogue): boolean {
  const had = new Set(selectTools(catalogue, before));
  return selectTools(catalogue, config).some((tool) => !had.has(tool));
}

const problem = (path: string, rule: string): FieldProblem => ({ path, rule });

/** More than anybody mends at once; each one is compared with all names that there are. */
const PROBLEMS_MAX = 20;

/** What is wrong with a name, and the same in few words where another name must have been meant. */
interface UnknownName {
  readonly field: FieldProblem;
  readonly said: string;
}

function unknownAmong(path: string, given: readonly string[], known: readonly string[]) {
  const problemOf = (name: string): UnknownName => {
    const [shown, near] = [`"${name.slice(0, 60)}"`, nearestNames(name, known)];
    const rule = `${shown} is not one of ${known.join(', ')}`;
    const said = near.length > 0 ? `${shown} in ${path} (nearest: ${near.join(', ')})` : rule;
    return { field: problem(path, rule), said };
  };
  return { unknown: given.filter((name) => !known.includes(name)), problemOf };
}

/** There are too many tools to name all. */
const unknownTools = (path: string, given: readonly string[], { byName }: ToolCatalogue) => ({
  unknown: given.filter((name) => !byName.has(name)),
  problemOf: (name: string): UnknownName => {
    const near = nearestNames(name, byName.keys()).slice(0, NAMES_SHOWN_MAX);
    const hint = near.length > 0 ? `; nearest: ${near.join(', ')}` : '';
    const rule = `"${name.slice(0, 64)}" is no tool of this account${hint}`;
    return { field: problem(path, rule), said: rule };
  },
});

/** The first names that the catalogue has not, of each list in turn. */
function unknownNames({ methods, tags, tools }: McpServerConfig, catalogue: ToolCatalogue): UnknownName[] {
  return [
    unknownAmong('config.methods', methods, knownMethods(catalogue)),
    unknownAmong('config.tags', tags, knownTags(catalogue)),
    unknownTools('config.tools.include', tools.include, catalogue),
    unknownTools('config.tools.exclude', tools.exclude, catalogue),
  ]
    .flatMap(({ unknown, problemOf }) => unknown.map((name) => () => problemOf(name)))
    .slice(0, PROBLEMS_MAX)
    .map((told) => told());
}

/**
 * @param catalogue the tools of the account's instance.
 * @throws AppError `request.invalid` for names that no tool has, of which it tells 20 at most, `mcp_server.no_tools` when the filter leaves nothing,
 * `mcp_server.tools_too_large` when the list takes more tokens than the config allows.
 */
export async function checkConfig(config: McpServerConfig, catalogue: ToolCatalogue): Promise<void> {
  checkSignIn(config);
  const unknown = unknownNames(config, catalogue);
  if (unknown.length > 0)
    throw new AppError(
      'request.invalid',
      `The config names what does not exist: ${unknown.map(({ said }) => said).join('; ')}. Nothing was changed.`,
      { fields: unknown.map(({ field }) => field) },
    );
  const tools = selectTools(catalogue, config);
  if (tools.length === 0)
    throw new AppError(
      'mcp_server.no_tools',
      'No tool passes all of methods, tags and tools together. See GET /integrated-account/{id}/tools for what there is.',
    );
  const tokens = await listTokens((await exposeTools(tools, config)).listed);
  if (config.tools_tokens_max !== null && tokens > config.tools_tokens_max)
    throw new AppError(
      'mcp_server.tools_too_large',
      `tools/list would take ${tokens} tokens, more than the ${config.tools_tokens_max} of config.tools_tokens_max. ${SHORTER[config.tool_exposure]}`,
      { fields: [problem('config.tools_tokens_max', `the list takes ${tokens} tokens`)] },
    );
}

/**
 * Reads an expiry as the API takes it; undefined and null mean never.
 * @throws AppError `mcp_server.expiry_too_soon`, `request.invalid` for a date that does not exist.
 */
export function expiryOf(text: string | null | undefined, now: Date): Date | null {
  if (text === undefined || text === null) return null;
  const expiresAt = parseInstant(text);
  if (expiresAt === undefined)
    throw new AppError('request.invalid', 'expires_at is not a time that exists.', {
      fields: [{ path: 'expires_at', rule: instantRule('expires_at') }],
    });
  if (expiresAt.getTime() < now.getTime() + EXPIRY_AHEAD_MS_MIN)
    throw new AppError('mcp_server.expiry_too_soon', 'expires_at must be at least 60 seconds in the future.', {
      fields: [{ path: 'expires_at', rule: 'expires_at must be at least 60 seconds in the future' }],
    });
  return expiresAt;
}
