import { Injectable } from '@nestjs/common';
import { DatabaseService } from '../database/database.service.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import { emailAddress } from '../values/email-address.js';
import type { SignInConfig } from './sign-in-config.js';

const NAMED_MAX = 3;
const IN_VAIN =
  'can sign in once they have accepted an invitation to the organization, or when you choose another way of signing in for this URL.';
const NO_PROVIDER =
  'the organization has no OpenID provider yet, at which people are to sign in. Set one, or choose another way of signing in for this URL.';

/** What an organization says of who can sign in. */
interface Known {
  /** Addresses of members, as they are compared. */
  readonly members: ReadonlySet<string>;
  readonly hasProvider: boolean;
}

/** Finds at which servers sign-in is set up so that somebody who is meant cannot sign in: nothing is wrong with the config by itself. */
@Injectable()
export class SignInWarnings {
  constructor(private readonly database: DatabaseService) {}

  /** @returns of each config what to tell about it, in their order. */
  async list(organizationId: string, configs: readonly SignInConfig[]): Promise<string[][]> {
    const ours = configs.filter(isAtGateway);
    if (ours.length === 0) return configs.map(() => []);
    const named = ours.flatMap(({ oauth }) => oauth.emails);
    const known = await this.database.read(organizationId, (tx) => find(tx, named));
    return configs.map((config) => (isAtGateway(config) ? warningsOf(config, known) : []));
  }
}

/** Only there the gateway knows beforehand who can sign in: whom Looker or another issuer knows, it learns when they come. */
const isAtGateway = ({ auth, oauth }: SignInConfig) =>
  auth === 'oauth' && oauth.provider === 'gateway' && !oauth.sign_in.includes('looker');

async function find({ organizationId, db }: OrganizationTransaction, named: readonly string[]): Promise<Known> {
  const where = { organizationId, email: { in: [...new Set([...named, ...named.map(compared)])] } };
  const members = named.length === 0 ? [] : await db.member.findMany({ where, select: { email: true } });
  const providers = await db.openidProvider.count({ where: { organizationId } });
  return { members: new Set(members.map(({ email }) => compared(email))), hasProvider: providers > 0 };
}

const compared = (email: string) => emailAddress(email) ?? email;

function warningsOf({ oauth }: SignInConfig, { members, hasProvider }: Known): string[] {
  const isAtProvider = oauth.sign_in.includes('openid_provider');
  if (isAtProvider && hasProvider) return [];
  const strangers = oauth.emails.filter((email) => !members.has(compared(email)));
  if (!oauth.sign_in.includes('member')) return [`Nobody can sign in: ${NO_PROVIDER}`];
  return [
    ...(isAtProvider ? [`Only members can sign in: ${NO_PROVIDER}`] : []),
    ...(strangers.length > 0 ? [strangersText(strangers)] : []),
  ];
}

function strangersText(strangers: readonly string[]): string {
  const [first] = strangers;
  if (strangers.length === 1) return `${first} is no member, and this URL lets in members only: they ${IN_VAIN}`;
  const [shown, others] = [strangers.slice(0, NAMED_MAX), strangers.length - NAMED_MAX];
  const names = others > 0 ? [...shown, `${others} more`] : shown;
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)} are no members, and this URL lets in members only: they ${IN_VAIN}`;
}
