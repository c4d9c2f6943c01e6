import { applyDecorators } from '@nestjs/common';
import { plainToInstance, Transform } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  isIP,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  validateSync,
} from 'class-validator';
import { parseMasterKeys } from '../crypto/master-keys.js';
import { IsWebAddress } from '../values/web-address.js';

const optional = (...rules: readonly PropertyDecorator[]) => applyDecorators(IsOptional(), ...rules);

const onOrOff = () => optional(IsIn(['on', 'off']));

/** A whole number from 1 on. */
const wholeNumber = (max: number) =>
  optional(
    Transform(({ value }) => Number(value)),
    IsInt(),
    Min(1),
    Max(max),
  );

/** Counted in Redis as a 32-bit number at least; far above what one process can serve. */
const PER_MINUTE_MAX = 1_000_000;

/** An IP address, or a network as `address/bits`; a network of all addresses would believe everybody. */
function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  if (rest.length > 0 || !isIP(address)) return false;
  const bitsMax = isIP(address, '4') ? 32 : 128;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= bitsMax);
}

const isListOfNetworks = (value: unknown) =>
  typeof value === 'string' &&
  value
    .split(',')
    .map((item) => item.trim())
    .every((item) => item === '' || isAddressOrNetwork(item));

const DATABASE_SECONDS_MAX = 600;

/** What Linux lets a process open at most, unless it is told otherwise. */
const CONNECTIONS_MAX = 1_000_000;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/**
 * The environment variables that the gateway reads, with their rules; a number that is left out holds what stands here.
 * `.env.example` says what each is for. The README's table and the list in docker-compose.yml are made of both: by
 * `vitest --update` of test/architecture/settings.test.ts.
 */
export class Environment {
  @wholeNumber(65_535)
  PORT = 3000;

  @optional()
  HOST?: string;

  @optional(
    IsWebAddress('https://looker.acme.com'),
    Matches(/^https?:\/\/[^/?#]+$/, { message: 'PUBLIC_URL must be an origin without a path or trailing slash' }),
  )
  PUBLIC_URL?: string;

  @wholeNumber(CONNECTIONS_MAX)
  GATEWAY_CONNECTIONS_MAX = 4000;

  @wholeNumber(CONNECTIONS_MAX)
  GATEWAY_CONNECTIONS_PER_ADDRESS_MAX?: number;

  @optional(Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must start with postgresql://' }))
  DATABASE_URL?: string;

  @wholeNumber(1000)
  GATEWAY_DATABASE_CONNECTIONS = 10;

  @wholeNumber(DATABASE_SECONDS_MAX)
  GATEWAY_DATABASE_WAIT_SECONDS = 10;

  @wholeNumber(DATABASE_SECONDS_MAX)
  GATEWAY_DATABASE_LOCK_SECONDS = 5;

  @wholeNumber(DATABASE_SECONDS_MAX)
  GATEWAY_DATABASE_STATEMENT_SECONDS = 15;

  @wholeNumber(DATABASE_SECONDS_MAX)
  GATEWAY_DATABASE_TRANSACTION_SECONDS = 20;

  @optional(
    Matches(/^rediss?:\/\/[^\s/?#]+/, { message: 'REDIS_URL must start with redis:// or rediss:// and name a host' }),
  )
  REDIS_URL?: string;

  @optional()
  GATEWAY_DATA_DIR?: string;

  @ValidateIf((environment: Environment) => environment.DATABASE_URL !== undefined)
  @IsNotEmpty({ message: 'GATEWAY_MASTER_KEYS is required with DATABASE_URL (see .env.example for how to make one)' })
  GATEWAY_MASTER_KEYS?: string;

  @onOrOff()
  GATEWAY_SAMPLE_LOOKER?: 'on' | 'off';

  @optional()
  GATEWAY_ALLOWED_ORIGINS?: string;

  @optional(
    Matches(/^[^\s,:/]+(\s*,\s*[^\s,:/]+)*\s*,?\s*$/, {
      message: 'GATEWAY_ALLOWED_HOSTS must be host names without scheme and port, separated by commas',
    }),
  )
  GATEWAY_ALLOWED_HOSTS?: string;

  @onOrOff()
  GATEWAY_MCP_STRICT_HEADERS?: 'on' | 'off';

  @optional()
  GATEWAY_LOOKER_TRUSTED_HOSTS?: string;

  @optional(
    ValidateBy({
      name: 'isListOfNetworks',
      validator: {
        validate: isListOfNetworks,
        defaultMessage: () =>
          'GATEWAY_TRUSTED_PROXIES must be IP addresses or networks such as 10.0.0.0/8, separated by commas',
      },
    }),
  )
  GATEWAY_TRUSTED_PROXIES?: string;

  @wholeNumber(PER_MINUTE_MAX)
  GATEWAY_MCP_SERVER_REQUESTS_PER_MINUTE = 600;

  @wholeNumber(PER_MINUTE_MAX)
  GATEWAY_API_TOKEN_REQUESTS_PER_MINUTE = 600;

  @wholeNumber(PER_MINUTE_MAX)
  GATEWAY_WRONG_TOKENS_PER_MINUTE = 30;

  @wholeNumber(PER_MINUTE_MAX)
  GATEWAY_SIGN_INS_PER_MINUTE = 120;

  @ValidateIf(({ GATEWAY_OIDC_CLIENT_ID: id, GATEWAY_PASSWORD_SIGN_IN: password, GATEWAY_OIDC_ISSUER: issuer }) => {
    return issuer !== undefined || id !== undefined || password === 'off';
  })
  @Matches(/^(https:\/\/[^\s/?#]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)(\/[^\s?#]*)?$/, {
    message:
      'GATEWAY_OIDC_ISSUER must be an https address (http on loopback only); it is needed with GATEWAY_OIDC_CLIENT_ID and without passwords',
  })
  GATEWAY_OIDC_ISSUER?: string;

  @ValidateIf((environment: Environment) => environment.GATEWAY_OIDC_ISSUER !== undefined)
  @IsNotEmpty({ message: 'GATEWAY_OIDC_CLIENT_ID is required with GATEWAY_OIDC_ISSUER' })
  GATEWAY_OIDC_CLIENT_ID?: string;

  @optional()
  GATEWAY_OIDC_CLIENT_SECRET?: string;

  @optional(Length(1, 60))
  GATEWAY_OIDC_NAME?: string;

  @onOrOff()
  GATEWAY_PASSWORD_SIGN_IN?: 'on' | 'off';

  @onOrOff()
  GATEWAY_SETUP?: 'on' | 'off';

  @optional(IsIn(LOG_LEVELS))
  GATEWAY_LOG_LEVEL?: string;
}

/** Names that were removed or never existed must not be ignored silently: a typo in a setting is a fault. */
const unknownNames = (variables: Record<string, unknown>) =>
  Object.keys(variables)
    .filter((name) => name.startsWith('GATEWAY_') && !environmentNames().includes(name))
    .map((name) => `${name} is not a setting of the gateway`);

/** The database's limits of time, in seconds: each contains the one before. */
const DATABASE_LIMITS = [
  'GATEWAY_DATABASE_LOCK_SECONDS',
  'GATEWAY_DATABASE_STATEMENT_SECONDS',
  'GATEWAY_DATABASE_TRANSACTION_SECONDS',
] as const;

/** An outer limit must not end before the inner one has been able to say why. */
const misfits = (environment: Environment): string[] =>
  DATABASE_LIMITS.slice(1).flatMap((outer, index) => {
    const inner = DATABASE_LIMITS[index] ?? outer;
    return environment[inner] > environment[outer]
      ? [`${inner} (${environment[inner]}) must not be longer than ${outer} (${environment[outer]})`]
      : [];
  });

/** Told with the rest, before a database is asked for anything. */
function masterKeyProblems({ GATEWAY_MASTER_KEYS: text }: Environment): string[] {
  try {
    if (text !== undefined) parseMasterKeys(text);
    return [];
  } catch (error) {
    return [`GATEWAY_MASTER_KEYS: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** The names of all settings, in the order of declaration. */
export const environmentNames = (): string[] => Object.keys(new Environment());

/** Thrown when the environment is wrong; the message lists every problem, one a line. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `The environment has ${problems.length} problem(s):\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.name = 'ConfigurationError';
  }
}

/**
 * Checks a set of environment variables and returns the typed settings among them. An empty one counts as one that is not set.
 * @throws ConfigurationError naming all problems at once.
 */
export function readEnvironment(variables: Record<string, unknown> = process.env): Environment {
  const given = environmentNames().filter((name) => variables[name] !== undefined && variables[name] !== '');
  const known = Object.fromEntries(given.map((name) => [name, variables[name]]));
  const environment = plainToInstance(Environment, known);
  const problems = [
    ...validateSync(environment).flatMap((problem) => Object.values(problem.constraints ?? {})),
    ...masterKeyProblems(environment),
    ...misfits(environment),
    ...unknownNames(variables),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return environment;
}

/** What the bridge of `stdio` reads beside its arguments, which every user of a machine can see. */
export const bridgeEnvironment = ({ LOOKER_MCP_URL: url, LOOKER_MCP_API_TOKEN: apiToken } = process.env) => ({
  ...{ url, apiToken },
});
