import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import { isEmail, length } from 'class-validator';
import { AppModule } from './app.module.js';
import { ApiTokensService } from './auth/api-tokens/api-tokens.service.js';
import { ConfigurationError } from './config/environment.js';
import { settingsConfig } from './config/settings.js';
import { AppError } from './errors/app-error.js';
import { OrganizationsService } from './organizations/organizations.service.js';

const USAGE = 'Usage: npm run --silent organization:create -- --name "Acme" --email admin@acme.com';
const NAME_CHARACTERS_MAX = 200;

/** Thrown when the command was called in a way that cannot work; the message says how to call it. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Order {
  readonly name: string;
  readonly email: string;
}

/**
 * Reads the command's arguments.
 * @throws UsageError
 */
function readOrder(args: readonly string[]): Order {
  const { name, email } = optionsOf(args);
  if (name === undefined || email === undefined) throw new UsageError(`--name and --email are both needed.\n${USAGE}`);
  if (!length(name.trim(), 1, NAME_CHARACTERS_MAX))
    throw new UsageError(`--name must have 1 to ${NAME_CHARACTERS_MAX} characters.\n${USAGE}`);
  if (!isEmail(email)) throw new UsageError(`--email must be an e-mail address, and "${email}" is none.\n${USAGE}`);
  return { name: name.trim(), email };
}

function optionsOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { name: { type: 'string' }, email: { type: 'string' } } }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

/** Without a database named, the organization would be made in the data folder of local mode, which has one already. */
async function checkDatabaseNamed(): Promise<void> {
  await ConfigModule.envVariablesLoaded;
  if (settingsConfig().local.enabled)
    throw new UsageError(
      'DATABASE_URL is not set. Set it, with the GATEWAY_MASTER_KEYS of your gateway, to the database that it uses. ' +
        'In local mode there is one organization already: its API token is in local.json.',
    );
}

/** Creates an organization with its owner and an API token; password and token are in this answer only. */
async function createOrganization(app: INestApplicationContext, { name, email }: Order) {
  const { id, ownerEmail, ownerPassword } = await app.get(OrganizationsService, { strict: false }).create(name, email);
  const { token } = await app.get(ApiTokensService, { strict: false }).create(id, 'First token');
  return { organization_id: id, owner_email: ownerEmail, owner_password: ownerPassword, api_token: token };
}

async function run(args: readonly string[]): Promise<void> {
  const order = readOrder(args);
  await checkDatabaseNamed();
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  try {
    process.stdout.write(`${JSON.stringify(await createOrganization(app, order), null, 2)}\n`);
  } finally {
    await app.close();
  }
}

function explain(error: unknown): string {
  if (error instanceof UsageError || error instanceof ConfigurationError || error instanceof AppError)
    return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

run(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
