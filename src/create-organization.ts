import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import { isEmail, length } from 'class-validator';
import { PERMISSIONS } from './access/permissions.js';
import { systemPrincipal } from './access/principal.js';
import { AppModule } from './app.module.js';
import { ApiTokensService } from './auth/api-tokens/api-tokens.service.js';
import { ConfigurationError } from './config/environment.js';
import { settingsConfig } from './config/settings.js';
import { AppError } from './errors/app-error.js';
import { OrganizationsService } from './organizations/organizations.service.js';

const USAGE = 'Usage: npm run --silent organization:create -- --name "Acme" --email admin@acme.com';
const NAME_CHARACTERS_MAX = 200;

/** Thrown when the command cannot do its work; the message says what to do. */
class CommandError extends Error {
  override readonly name = 'CommandError';
}

interface Order {
  readonly name: string;
  readonly email: string;
}

/**
 * Reads the command's arguments.
 * @throws CommandError
 */
function readOrder(args: readonly string[]): Order {
  const { name, email } = optionsOf(args);
  if (name === undefined || email === undefined)
    throw new CommandError(`--name and --email are both needed.\n${USAGE}`);
  if (!length(name.trim(), 1, NAME_CHARACTERS_MAX))
    throw new CommandError(`--name must have 1 to ${NAME_CHARACTERS_MAX} characters.\n${USAGE}`);
  if (!isEmail(email)) throw new CommandError(`--email must be an e-mail address, and "${email}" is none.\n${USAGE}`);
  return { name: name.trim(), email };
}

function optionsOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { name: { type: 'string' }, email: { type: 'string' } } }).values;
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

/** Without a database named, the organization would be made in the data folder of local mode, which has one already. */
async function checkDatabaseNamed(): Promise<void> {
  await ConfigModule.envVariablesLoaded;
  if (settingsConfig().local.enabled)
    throw new CommandError(
      'DATABASE_URL is not set. Set it, with the GATEWAY_MASTER_KEYS of your gateway, to the database that it uses. ' +
        'In local mode there is one organization already: its API token is in local.json.',
    );
}

/** Creates an organization with its owner and an API token; password and token are in this answer only. */
async function createOrganization(app: INestApplicationContext, { name, email }: Order) {
  const { id, ownerEmail, ownerPassword } = await app.get(OrganizationsService, { strict: false }).create(name, email);
  const { token } = await app
    .get(ApiTokensService, { strict: false })
    .create(systemPrincipal(id, 'create organization'), { name: 'First token', scopes: [...PERMISSIONS] });
  return { organization_id: id, owner_email: ownerEmail, owner_password: ownerPassword, api_token: token };
}

/** A wrong key, or a database that does not answer or refuses, is told in one sentence; where in the code helps nobody. */
async function openContext(): Promise<INestApplicationContext> {
  try {
    return await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    const said = cause instanceof Error ? cause.message.trim() : String(cause);
    throw new CommandError(`The gateway could not be opened, and nothing was created. ${said}`, { cause });
  }
}

const print = (stream: NodeJS.WriteStream, text: string) =>
  new Promise<void>((resolve) => stream.write(`${text}\n`, () => resolve()));

async function run(args: readonly string[]): Promise<void> {
  const order = readOrder(args);
  await checkDatabaseNamed();
  const app = await openContext();
  try {
    await print(process.stdout, JSON.stringify(await createOrganization(app, order), null, 2));
  } finally {
    await app.close();
  }
}

function explain(error: unknown): string {
  if (error instanceof CommandError || error instanceof ConfigurationError || error instanceof AppError)
    return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

// Ends the process itself: Prisma's schema engine leaves a timer that would hold it for ten seconds more.
run(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => print(process.stderr, explain(error)).then(() => process.exit(1)),
);
