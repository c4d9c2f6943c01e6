import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { registerAs } from '@nestjs/config';
import { type Environment, readEnvironment } from './environment.js';

/** The folder that holds package.json; the same from `src/` and from `dist/`. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What the gateway was told to be, grouped, with units in the names. Frozen. */
export interface Settings {
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** The origin that clients type, without a trailing slash. */
    readonly publicUrl: string;
    readonly allowedOrigins: readonly string[];
    /** Names by which the gateway is reached besides that of `publicUrl`, in small letters. */
    readonly allowedHosts: readonly string[];
    /** Addresses and networks whose X-Forwarded-For is believed. */
    readonly trustedProxies: readonly string[];
    /** Open connections of clients to this process. */
    readonly connectionsMax: number;
    /** From one client address; trusted proxies are not bounded by it. */
    readonly connectionsPerAddressMax: number;
  };
  readonly mcp: {
    /** Whether requests are refused whose protocol headers do not fit their body. */
    readonly strictHeaders: boolean;
  };
  readonly database: {
    /** Undefined in local mode: the gateway runs its own PostgreSQL. */
    readonly url: string | undefined;
    /** Of this process. */
    readonly connectionsMax: number;
    /** How long a query waits for a free connection. */
    readonly waitMs: number;
    /** Of one statement for a lock that another transaction holds. */
    readonly lockMs: number;
    /** For one statement: PostgreSQL ends it then. */
    readonly statementMs: number;
    /** For a transaction with all its statements. */
    readonly transactionMs: number;
  };
  readonly cache: {
    /** Undefined: this process is the only one of its gateway. */
    readonly redisUrl: string | undefined;
  };
  /** How many are let through in a minute, by the name of the policy. */
  readonly limits: {
    readonly 'api-token': number;
    readonly 'mcp-server': number;
    readonly 'wrong-tokens': number;
    readonly 'sign-ins': number;
    readonly 'connection-checks': number;
  };
  readonly signIn: {
    /** False: members sign in by single sign-on only. */
    readonly password: boolean;
    /** The OpenID Connect provider; null: no single sign-on. */
    readonly oidc: {
      readonly issuer: string;
      readonly clientId: string;
      /** Undefined: a public client, which PKCE alone protects. */
      readonly clientSecret: string | undefined;
      readonly name: string;
    } | null;
  };
  readonly setup: {
    /** Whether the first organization can be made at the dashboard; in local mode it is made by itself. */
    readonly enabled: boolean;
  };
  readonly looker: {
    /** For a whole exchange, its wait for a turn included. */
    readonly timeoutMs: number;
    readonly connectTimeoutMs: number;
    /** Until an answer begins. */
    readonly headersTimeoutMs: number;
    /** Between two pieces of an answer. */
    readonly bodyTimeoutMs: number;
    /** For a turn, where `connectionsPerHostMax` exchanges are under way. */
    readonly queueTimeoutMs: number;
    /** After so many calls in a row without an answer, those of the same account fail at once for `pauseMs`. */
    readonly failuresMax: number;
    readonly pauseMs: number;
    /** Of an answer that is held as a whole; models are shown about 150,000 characters. */
    readonly answerBytesMax: number;
    readonly connectionsPerHostMax: number;
    /** Plain http and loopback addresses are for the sample and for development only. */
    readonly loopbackAllowed: boolean;
    /** Hosts inside a private network that accounts may name all the same. */
    readonly trustedHosts: readonly string[];
  };
  readonly local: {
    /** True when no database was named: everything runs from this one process and its data folder. */
    readonly enabled: boolean;
    readonly dataDir: string;
    readonly sampleLooker: boolean;
  };
  /** `id:key` pairs as configured; undefined in local mode until the data folder supplies them. */
  readonly masterKeys: string | undefined;
  readonly logLevel: string;
}

/** Each of them sends a few dozen requests. */
const CONNECTION_CHECKS_PER_MINUTE = 10;

const listOf = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

function frozen<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) frozen(inner);
  return Object.freeze(value);
}

function oidcFrom(environment: Environment): Settings['signIn']['oidc'] {
  const { GATEWAY_OIDC_ISSUER: issuer, GATEWAY_OIDC_CLIENT_ID: clientId } = environment;
  if (issuer === undefined || clientId === undefined) return null;
  const name = environment.GATEWAY_OIDC_NAME ?? new URL(issuer).hostname;
  return { issuer, clientId, clientSecret: environment.GATEWAY_OIDC_CLIENT_SECRET, name };
}

/** Derives the settings from a checked environment. */
export function settingsFrom(environment: Environment): Settings {
  const local = environment.DATABASE_URL === undefined;
  const { PORT: port, GATEWAY_CONNECTIONS_MAX: connectionsMax } = environment;
  return frozen({
    http: {
      host: environment.HOST ?? '127.0.0.1',
      port,
      publicUrl: environment.PUBLIC_URL ?? `http://localhost:${port}`,
      allowedOrigins: listOf(environment.GATEWAY_ALLOWED_ORIGINS),
      allowedHosts: listOf(environment.GATEWAY_ALLOWED_HOSTS?.toLowerCase()),
      trustedProxies: listOf(environment.GATEWAY_TRUSTED_PROXIES),
      connectionsMax,
      connectionsPerAddressMax: environment.GATEWAY_CONNECTIONS_PER_ADDRESS_MAX ?? Math.ceil(connectionsMax / 4),
    },
    mcp: { strictHeaders: environment.GATEWAY_MCP_STRICT_HEADERS === 'on' },
    database: {
      url: environment.DATABASE_URL,
      connectionsMax: environment.GATEWAY_DATABASE_CONNECTIONS,
      waitMs: environment.GATEWAY_DATABASE_WAIT_SECONDS * 1000,
      lockMs: environment.GATEWAY_DATABASE_LOCK_SECONDS * 1000,
      statementMs: environment.GATEWAY_DATABASE_STATEMENT_SECONDS * 1000,
      transactionMs: environment.GATEWAY_DATABASE_TRANSACTION_SECONDS * 1000,
    },
    cache: { redisUrl: environment.REDIS_URL },
    limits: {
      'api-token': environment.GATEWAY_API_TOKEN_REQUESTS_PER_MINUTE,
      'mcp-server': environment.GATEWAY_MCP_SERVER_REQUESTS_PER_MINUTE,
      'wrong-tokens': environment.GATEWAY_WRONG_TOKENS_PER_MINUTE,
      'sign-ins': environment.GATEWAY_SIGN_INS_PER_MINUTE,
      'connection-checks': CONNECTION_CHECKS_PER_MINUTE,
    },
    signIn: { password: environment.GATEWAY_PASSWORD_SIGN_IN !== 'off', oidc: oidcFrom(environment) },
    setup: { enabled: !local && environment.GATEWAY_SETUP !== 'off' },
    looker: {
      timeoutMs: 60_000,
      connectTimeoutMs: 10_000,
      headersTimeoutMs: 55_000,
      bodyTimeoutMs: 20_000,
      queueTimeoutMs: 15_000,
      failuresMax: 5,
      pauseMs: 10_000,
      answerBytesMax: 1024 * 1024,
      connectionsPerHostMax: 32,
      loopbackAllowed: local,
      // The host of a parsed URL, with which these are compared, is always in small letters.
      trustedHosts: listOf(environment.GATEWAY_LOOKER_TRUSTED_HOSTS?.toLowerCase()),
    },
    local: {
      enabled: local,
      dataDir: resolve(PACKAGE_ROOT, environment.GATEWAY_DATA_DIR ?? '.data'),
      sampleLooker: local && environment.GATEWAY_SAMPLE_LOOKER !== 'off',
    },
    masterKeys: environment.GATEWAY_MASTER_KEYS,
    logLevel: environment.GATEWAY_LOG_LEVEL ?? (local ? 'warn' : 'info'),
  });
}

/** The settings as @nestjs/config loads them, from the environment and an `.env` file beside package.json. */
export const settingsConfig = registerAs('settings', (): Settings => settingsFrom(readEnvironment()));

/** Injection token of the settings. */
export const SETTINGS = settingsConfig.KEY;
