import { applyDecorators } from '@nestjs/common';
import { plainToInstance, Transform } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUrl,
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

const emptyIsUnset = () => Transform(({ value }) => (value === '' ? undefined : value));
const numberOrUnset = () => Transform(({ value }) => (value === undefined || value === '' ? undefined : Number(value)));

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

const optionalWholeNumber = (max: number) => applyDecorators(numberOrUnset(), IsOptional(), IsInt(), Min(1), Max(max));

const onOrOff = () => applyDecorators(emptyIsUnset(), IsOptional(), IsIn(['on', 'off']));

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** The environment variables that the gateway reads, with their rules. `.env.example` and the README list the same. */
export class Environment {
  @Transform(({ value }) => (value === undefined || value === '' ? 3000 : Number(value)))
  @IsInt()
  @Min(1)
  @Max(65_535)
  PORT = 3000;

  @emptyIsUnset()
  @IsOptional()
  @IsString()
  HOST?: string;

  @emptyIsUnset()
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  @Matches(/^https?:\/\/[^/?#]+$/, { message: 'PUBLIC_URL must be an origin without a path or trailing slash' })
  PUBLIC_URL?: string;

  @optionalWholeNumber(CONNECTIONS_MAX)
  GATEWAY_CONNECTIONS_MAX?: number;

  @optionalWholeNumber(CONNECTIONS_MAX)
  GATEWAY_CONNECTIONS_PER_ADDRESS_MAX?: number;

  @emptyIsUnset()
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must start with postgresql://' })
  DATABASE_URL?: string;

  @optionalWholeNumber(1000)
  GATEWAY_DATABASE_CONNECTIONS?: number;

  @optionalWholeNumber(DATABASE_SECONDS_MAX)
  GATEWAY_DATABASE_WAIT_SECONDS?: number;

  @optionalWholeNumber(DATABASE_SECONDS_MAX)
  GATEWAY_DATABASE_LOCK_SECONDS?: number;

  @optionalWholeNumber(DATABASE_SECONDS_MAX)
  GATEWAY_DATABASE_STATEMENT_SECONDS?: number;

  @optionalWholeNumber(DATABASE_SECONDS_MAX)
  GATEWAY_DATABASE_TRANSACTION_SECONDS?: number;

  @emptyIsUnset()
  @IsOptional()
  @Matches(/^rediss?:\/\/[^\s/?#]+/, { message: 'REDIS_URL must start with redis:// or rediss:// and name a host' })
  REDIS_URL?: string;

  @emptyIsUnset()
  @IsOptional()
  @IsString()
  GATEWAY_DATA_DIR?: string;

  @emptyIsUnset()
  @ValidateIf((environment: Environment) => environment.DATABASE_URL !== undefined)
  @IsNotEmpty({ message: 'GATEWAY_MASTER_KEYS is required with DATABASE_URL (see .env.example for how to make one)' })
  GATEWAY_MASTER_KEYS?: string;

  @onOrOff()
  GATEWAY_SAMPLE_LOOKER?: 'on' | 'off';

  @emptyIsUnset()
  @IsOptional()
  @IsString()
  GATEWAY_ALLOWED_ORIGINS?: string;

  @onOrOff()
  GATEWAY_MCP_STRICT_HEADERS?: 'on' | 'off';

  @emptyIsUnset()
  @IsOptional()
  @IsString()
  GATEWAY_LOOKER_TRUSTED_HOSTS?: string;

  @emptyIsUnset()
  @IsOptional()
  @ValidateBy({
    name: 'isListOfNetworks',
    validator: {
      validate: isListOfNetworks,
      defaultMessage: () =>
        'GATEWAY_TRUSTED_PROXIES must be IP addresses or networks such as 10.0.0.0/8, separated by commas',
    },
  })
  GATEWAY_TRUSTED_PROXIES?: string;

  @optionalWholeNumber(PER_MINUTE_MAX)
  GATEWAY_MCP_SERVER_REQUESTS_PER_MINUTE?: number;

  @optionalWholeNumber(PER_MINUTE_MAX)
  GATEWAY_API_TOKEN_REQUESTS_PER_MINUTE?: number;

  @optionalWholeNumber(PER_MINUTE_MAX)
  GATEWAY_WRONG_TOKENS_PER_MINUTE?: number;

  @emptyIsUnset()
  @ValidateIf(({ GATEWAY_OIDC_CLIENT_ID: id, GATEWAY_PASSWORD_SIGN_IN: password, GATEWAY_OIDC_ISSUER: issuer }) => {
    return issuer !== undefined || id !== undefined || password === 'off';
  })
  @Matches(/^(https:\/\/[^\s/?#]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)(\/[^\s?#]*)?$/, {
    message:
      'GATEWAY_OIDC_ISSUER must be an https address (http on loopback only); it is needed with GATEWAY_OIDC_CLIENT_ID and without passwords',
  })
  GATEWAY_OIDC_ISSUER?: string;

  @emptyIsUnset()
  @ValidateIf((environment: Environment) => environment.GATEWAY_OIDC_ISSUER !== undefined)
  @IsNotEmpty({ message: 'GATEWAY_OIDC_CLIENT_ID is required with GATEWAY_OIDC_ISSUER' })
  GATEWAY_OIDC_CLIENT_ID?: string;

  @emptyIsUnset()
  @IsOptional()
  @IsString()
  GATEWAY_OIDC_CLIENT_SECRET?: string;

  @emptyIsUnset()
  @IsOptional()
  @Length(1, 60)
  GATEWAY_OIDC_NAME?: string;

  @onOrOff()
  GATEWAY_PASSWORD_SIGN_IN?: 'on' | 'off';

  @onOrOff()
  GATEWAY_SETUP?: 'on' | 'off';

  @emptyIsUnset()
  @IsOptional()
  @IsIn(LOG_LEVELS)
  GATEWAY_LOG_LEVEL?: string;
}

/** Names that were removed or never existed must not be ignored silently: a typo in a setting is a fault. */
const unknownNames = (variables: Record<string, unknown>) =>
  Object.keys(variables)
    .filter((name) => name.startsWith('GATEWAY_') && !environmentNames().includes(name))
    .map((name) => `${name} is not a setting of the gateway`);

/** The database's limits of time, in seconds: each contains the one before. */
export const databaseSeconds = (environment: Environment) => ({
  GATEWAY_DATABASE_LOCK_SECONDS: environment.GATEWAY_DATABASE_LOCK_SECONDS ?? 5,
  GATEWAY_DATABASE_STATEMENT_SECONDS: environment.GATEWAY_DATABASE_STATEMENT_SECONDS ?? 15,
  GATEWAY_DATABASE_TRANSACTION_SECONDS: environment.GATEWAY_DATABASE_TRANSACTION_SECONDS ?? 20,
});

/** An outer limit must not end before the inner one has been able to say why. */
function misfits(environment: Environment): string[] {
  const limits = Object.entries(databaseSeconds(environment));
  return limits.slice(1).flatMap(([outer, outerSeconds], index) => {
    const [inner, innerSeconds] = limits[index] ?? [outer, outerSeconds];
    return innerSeconds > outerSeconds
      ? [`${inner} (${innerSeconds}) must not be longer than ${outer} (${outerSeconds})`]
      : [];
  });
}

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
 * Checks a set of environment variables and returns the typed settings among them.
 * @throws ConfigurationError naming all problems at once.
 */
export function readEnvironment(variables: Record<string, unknown> = process.env): Environment {
  const known = Object.fromEntries(environmentNames().map((name) => [name, variables[name]]));
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
