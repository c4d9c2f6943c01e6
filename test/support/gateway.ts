import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { inject } from 'vitest';
import { PERMISSIONS } from '../../src/access/permissions.js';
import { systemPrincipal } from '../../src/access/principal.js';
import { type ArrivalTimes, createApp } from '../../src/app.setup.js';
import { ApiTokensService } from '../../src/auth/api-tokens/api-tokens.service.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { PasswordSalts } from '../../src/crypto/password.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { freePort } from './free-port.js';
import { RestClient } from './rest-client.js';
import { createTestDatabase } from './test-database.js';

/** A real gateway on a real database, listening on a real port in this process. */
export interface TestGateway {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly databaseUrl: string;
  /** A new organization, and a client that calls with an API token of it. */
  createOrganization(name: string): Promise<TestOrganization>;
  close(): Promise<void>;
}

export interface TestOrganization {
  readonly id: string;
  readonly apiToken: string;
  /** What its owner signs in with. */
  readonly owner: { readonly email: string; readonly password: string };
  readonly rest: RestClient;
}

/**
 * Starts the product itself; only the Looker that its accounts name is a stand-in. Its passwords cost little, unless they
 * are to cost what they cost everywhere else: no setting of the product does that, so none can do it by mistake.
 */
export async function startGateway(
  environment: Record<string, string> = {},
  arrival?: ArrivalTimes,
  passwords: 'cheap' | 'costly' = 'cheap',
): Promise<TestGateway> {
  const databaseUrl = await createTestDatabase(inject('postgresUrl'));
  const port = environment.PORT === undefined ? await freePort() : Number(environment.PORT);
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    GATEWAY_MASTER_KEYS: createMasterKey('test'),
    GATEWAY_LOOKER_TRUSTED_HOSTS: '127.0.0.1,localhost',
    GATEWAY_LOG_LEVEL: 'silent',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    ...environment,
  });
  const app = await createApp(arrival);
  if (passwords === 'cheap') makePasswordsCheap(app.get(PasswordSalts, { strict: false }));
  await app.listen(port, '127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  return {
    app,
    url,
    databaseUrl,
    createOrganization: async (name) => {
      const { id, ownerEmail, ownerPassword } = await app
        .get(OrganizationsService, { strict: false })
        .create(name, `${name.toLowerCase().replaceAll(' ', '-')}@example.com`);
      const { token } = await app
        .get(ApiTokensService, { strict: false })
        .create(systemPrincipal(id, 'test'), { name: 'test', scopes: [...PERMISSIONS] });
      const owner = { email: ownerEmail, password: ownerPassword };
      return { id, apiToken: token, owner, rest: new RestClient(url, token) };
    },
    close: () => app.close(),
  };
}

/** Four doublings of bcrypt's work in place of twelve, where a quarter of a second for each sign-in tells nothing. */
function makePasswordsCheap(salts: PasswordSalts): void {
  const saltOf = salts.saltOf.bind(salts);
  salts.saltOf = (email) => saltOf(email).replace('$2b$12$', '$2b$04$');
}
