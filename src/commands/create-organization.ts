import type { INestApplicationContext } from '@nestjs/common';
import { isEmail } from 'class-validator';
import { PERMISSIONS } from '../access/permissions.js';
import { systemPrincipal } from '../access/principal.js';
import { ApiTokensService } from '../auth/api-tokens/api-tokens.service.js';
import { nameProblem } from '../http/input/text.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { command } from './command.js';
import { type CommandLine, readArguments, usageError } from './command-line.js';

const LINE = {
  script: 'organization:create',
  program: 'create-organization.js',
  usage: '--name <name> --email <address>',
  about:
    'Creates an organization with its owner and an API token, on the database that DATABASE_URL names, and prints all of it as JSON. Password and token are shown this once.',
  options: {
    name: { type: 'string', value: 'name', help: 'What people call the organization.' },
    email: { type: 'string', value: 'address', help: 'The e-mail address by which its owner signs in.' },
  },
  examples: [['--name "Acme" --email admin@acme.com', 'The organization Acme, which admin@acme.com owns.']],
  ends: ['The organization is there.', 'Nothing was created; the reason is printed.'],
} as const satisfies CommandLine;

interface Order {
  readonly name: string;
  readonly email: string;
}

/**
 * Reads the command's arguments.
 * @throws CommandError
 */
function readOrder(args: readonly string[]): Order {
  const { name, email } = readArguments(LINE, args).values;
  if (name === undefined || email === undefined) throw usageError(LINE, '--name and --email are both needed.');
  const problem = nameProblem(name.trim());
  if (problem !== undefined) throw usageError(LINE, `--name ${problem}.`);
  if (!isEmail(email) || nameProblem(email) !== undefined)
    throw usageError(LINE, `--email must be an e-mail address, and "${email}" is none.`);
  return { name: name.trim(), email };
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
