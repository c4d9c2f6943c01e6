import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { isEmail } from 'class-validator';
import { PERMISSIONS } from '../access/permissions.js';
import { systemPrincipal } from '../access/principal.js';
import { ApiTokensService } from '../auth/api-tokens/api-tokens.service.js';
import { nameProblem } from '../http/input/text.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { CommandError, command } from './command.js';

const USAGE = 'Usage: npm run --silent organization:create -- --name "Acme" --email admin@acme.com';

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
  const problem = nameProblem(name.trim());
  if (problem !== undefined) throw new CommandError(`--name ${problem}.\n${USAGE}`);
  if (!isEmail(email) || nameProblem(email) !== undefined)
    throw new CommandError(`--email must be an e-mail address, and "${email}" is none.\n${USAGE}`);
  return { name: name.trim(), email };
}

function optionsOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { name: { type: 'string' }, email: { type: 'string' } } }).values;
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

/** Creates an organization with its owner and an API token; password and token are in this answer only. */
async function createOrganization(app: INestApplicationContext, { name, email }: Order) {
  const apiTokens = app.get(ApiTokensService, { strict: false });
  const request = { name: 'First token', scopes: [...PERMISSIONS] };
  let api_token = '';
  const { id, ownerEmail, ownerPassword } = await app
    .get(OrganizationsService, { strict: false })
    .create(name, email, async (tx) => {
      const principal = systemPrincipal(tx.organizationId, 'create organization');
      api_token = (await apiTokens.createIn(tx, principal, request)).token;
    });
  return { organization_id: id, owner_email: ownerEmail, owner_password: ownerPassword, api_token };
}

command((args) => {
  const order = readOrder(args);
  return async (app) => ({ output: await createOrganization(app, order), isGood: true });
});
