import { describe, expect, it } from 'vitest';
import { ConfigurationError, environmentNames, readEnvironment } from '../../src/config/environment.js';

const KEY = `k1:${'A'.repeat(43)}=`;

const problemsOf = (variables: Record<string, string>): readonly string[] => {
  try {
    readEnvironment(variables);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
};

describe('the environment', () => {
  it('may be empty: the port is 3000, other bounds are numbers, and nothing else is set', () => {
    const { PORT, ...rest } = readEnvironment({});
    expect(PORT).toBe(3000);
    expect(Object.keys(rest)).toHaveLength(environmentNames().length - 1);
    for (const value of Object.values(rest)) expect(['undefined', 'number']).toContain(typeof value);
  });

  it('takes an empty variable for one that is not set', () => {
    const empty = Object.fromEntries(environmentNames().map((name) => [name, '']));
    expect(Object.keys(empty).length).toBeGreaterThanOrEqual(10);
    expect(readEnvironment(empty)).toEqual(readEnvironment({}));
  });

  it('gives each variable as it was set, numbers as numbers', () => {
    const given = {
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://mcp.example.com',
      DATABASE_URL: 'postgresql://user:secret@db:5432/gateway',
      REDIS_URL: 'rediss://user:secret@redis:6379',
      GATEWAY_DATA_DIR: '/var/lib/gateway',
      GATEWAY_MASTER_KEYS: KEY,
      GATEWAY_SAMPLE_LOOKER: 'off',
      GATEWAY_ALLOWED_ORIGINS: 'https://a.example.com,https://b.example.com',
      GATEWAY_ALLOWED_HOSTS: 'gateway.internal, mcp.internal',
      GATEWAY_LOOKER_TRUSTED_HOSTS: 'looker.internal',
      GATEWAY_TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::1',
      GATEWAY_OIDC_ISSUER: 'https://login.example.com/tenant',
      GATEWAY_OIDC_CLIENT_ID: 'gateway',
      GATEWAY_OIDC_CLIENT_SECRET: 'secret',
      GATEWAY_OIDC_NAME: 'Acme login',
      GATEWAY_PASSWORD_SIGN_IN: 'off',
      GATEWAY_LOG_LEVEL: 'debug',
    };
    const numbers = {
      PORT: 8080,
      GATEWAY_CONNECTIONS_MAX: 100,
      GATEWAY_CONNECTIONS_PER_ADDRESS_MAX: 10,
      GATEWAY_DATABASE_CONNECTIONS: 20,
      GATEWAY_DATABASE_WAIT_SECONDS: 4,
      GATEWAY_DATABASE_LOCK_SECONDS: 5,
      GATEWAY_DATABASE_STATEMENT_SECONDS: 6,
      GATEWAY_DATABASE_TRANSACTION_SECONDS: 6,
      GATEWAY_MCP_SERVER_REQUESTS_PER_MINUTE: 1,
      GATEWAY_API_TOKEN_REQUESTS_PER_MINUTE: 2,
      GATEWAY_WRONG_TOKENS_PER_MINUTE: 3,
      GATEWAY_SIGN_INS_PER_MINUTE: 4,
    };
    const texts = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)]));
    expect({ ...readEnvironment({ ...given, ...texts }) }).toEqual({ ...given, ...numbers });
  });

  it.each([
    [
      'a statement that may take longer than its transaction',
      { GATEWAY_DATABASE_STATEMENT_SECONDS: '30' },
      'GATEWAY_DATABASE_STATEMENT_SECONDS (30) must not be longer than GATEWAY_DATABASE_TRANSACTION_SECONDS (20)',
    ],
    [
      'a lock that is waited for longer than a statement may take',
      { GATEWAY_DATABASE_LOCK_SECONDS: '10', GATEWAY_DATABASE_STATEMENT_SECONDS: '5' },
      'GATEWAY_DATABASE_LOCK_SECONDS (10) must not be longer than GATEWAY_DATABASE_STATEMENT_SECONDS (5)',
    ],
    ['a provider without a client', { GATEWAY_OIDC_ISSUER: 'https://id.example.com' }, 'GATEWAY_OIDC_CLIENT_ID'],
    ['a client without a provider', { GATEWAY_OIDC_CLIENT_ID: 'gateway' }, 'GATEWAY_OIDC_ISSUER'],
    ['no way to sign in at all', { GATEWAY_PASSWORD_SIGN_IN: 'off' }, 'GATEWAY_OIDC_ISSUER'],
    [
      'a provider over plain http elsewhere than on loopback',
      { GATEWAY_OIDC_ISSUER: 'http://id.example.com', GATEWAY_OIDC_CLIENT_ID: 'gateway' },
      'GATEWAY_OIDC_ISSUER',
    ],
  ])('refuses %s', (_, variables, name) => {
    expect(problemsOf(variables)).toEqual([expect.stringContaining(name)]);
  });

  it('leaves alone what belongs to others', () => {
    expect(readEnvironment({ PATH: '/bin', NODE_ENV: 'test' })).toEqual(readEnvironment({}));
  });

  it('refuses a name of its own that it does not know, so that a typo is never ignored', () => {
    const problems = problemsOf({ GATEWAY_MASTER_KEY: KEY, GATEWAY_LOGLEVEL: 'info' });
    expect(problems).toEqual([
      'GATEWAY_MASTER_KEY is not a setting of the gateway',
      'GATEWAY_LOGLEVEL is not a setting of the gateway',
    ]);
  });

  it('requires master keys with a database, and not without', () => {
    const database = { DATABASE_URL: 'postgresql://db/gateway' };
    for (const missing of [database, { ...database, GATEWAY_MASTER_KEYS: '' }])
      expect(problemsOf(missing)).toEqual([expect.stringContaining('GATEWAY_MASTER_KEYS is required')]);
    expect(problemsOf({ ...database, GATEWAY_MASTER_KEYS: KEY })).toEqual([]);
    expect(problemsOf({ GATEWAY_MASTER_KEYS: KEY })).toEqual([]);
  });

  it.each([
    ['PORT', ['0', '-1', '65536', '80.5', 'http', ' ']],
    [
      'PUBLIC_URL',
      ['example.com', 'ftp://example.com', 'https://example.com/', 'https://example.com/mcp', 'https://a?b'],
    ],
    ['DATABASE_URL', ['mysql://db/gateway', 'db:5432', 'file:./x.db']],
    ['REDIS_URL', ['redis', 'redis://', 'http://redis:6379']],
    ['GATEWAY_SAMPLE_LOOKER', ['yes', 'true', 'ON']],
    ['GATEWAY_ALLOWED_HOSTS', ['https://gateway.internal', 'gateway.internal:3000', 'a b', ',']],
    ['GATEWAY_TRUSTED_PROXIES', ['proxy.internal', '10.0.0.0/33', '0.0.0.0/0', '10.0.0.1;10.0.0.2', '::/129']],
    ['GATEWAY_WRONG_TOKENS_PER_MINUTE', ['0', '-1', '1.5', 'many']],
    ['GATEWAY_SIGN_INS_PER_MINUTE', ['0', '-1', '1.5', 'many']],
    ['GATEWAY_LOG_LEVEL', ['verbose', 'INFO', '3']],
  ])('refuses %s with any of %j, by its name', (name, values) => {
    for (const value of values) {
      const problems = problemsOf({ GATEWAY_MASTER_KEYS: KEY, [name]: value });
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.filter((problem) => !problem.includes(name))).toEqual([]);
    }
  });

  it.each([
    ['PORT', ['1', '65535']],
    [
      'PUBLIC_URL',
      ['http://localhost:3000', 'https://mcp.example.com', 'http://gateway:8080', 'http://127.0.0.1:3000'],
    ],
    ['REDIS_URL', ['redis://localhost', 'rediss://user:secret@redis.internal:6380/1']],
    ['GATEWAY_TRUSTED_PROXIES', ['127.0.0.1', '10.0.0.0/8, 2001:db8::/32,', '::1']],
    ['DATABASE_URL', ['postgres://db/gateway', 'postgresql://u:p@127.0.0.1:5432/g?sslmode=require']],
  ])('takes %s with any of %j', (name, values) => {
    for (const value of values) expect(problemsOf({ GATEWAY_MASTER_KEYS: KEY, [name]: value })).toEqual([]);
  });

  it('tells all problems at once, one a line', () => {
    const wrong = {
      PORT: '0',
      PUBLIC_URL: 'nowhere',
      DATABASE_URL: 'postgresql://db/gateway',
      GATEWAY_LOG_LEVEL: 'loud',
      GATEWAY_TYPO: '1',
    };
    const named = ['PORT', 'PUBLIC_URL', 'GATEWAY_MASTER_KEYS', 'GATEWAY_LOG_LEVEL', 'GATEWAY_TYPO'];
    const problems = problemsOf(wrong);
    for (const name of named) expect(problems.some((problem) => problem.includes(name))).toBe(true);
    const { message } = new ConfigurationError(problems);
    expect(message.split('\n')).toHaveLength(problems.length + 1);
    expect(message).toContain(`${problems.length} problem(s)`);
  });

  it('never repeats a secret that it refuses', () => {
    const problems = problemsOf({ DATABASE_URL: 'mysql://user:hunter2@db/gateway', GATEWAY_MASTER_KEYS: 'k1:hunter3' });
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toMatch(/hunter/);
  });
});
