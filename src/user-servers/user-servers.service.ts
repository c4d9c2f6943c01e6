import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { type AccountForCalls, AccountsService } from '../accounts/accounts.service.js';
import { connectionRefusal } from '../accounts/connection-refusal.js';
import { AppError } from '../errors/app-error.js';
import { LookerClient } from '../looker/looker-client.js';
import type { LookerConnection } from '../looker/looker-connection.js';
import { LookerError } from '../looker/looker-error.js';
import { McpServerIssuingService, type UserServer } from '../mcp-servers/mcp-server-issuing.service.js';
import { ActingUsers } from '../tool-calls/identity/acting-users.js';
import { type LookerUser, LookerUsers } from '../tool-calls/identity/looker-users.js';
import { sideBySide } from '../values/side-by-side.js';
import { type CreateUserServersDto, USERS_MAX } from './user-servers.dto.js';
import type { UserServerOutcome, UserServersView, UserServerView } from './user-servers.view.js';

/** So many users are looked up in Looker at once. */
const LOOKUPS_AT_ONCE = 4;
const NAME_CHARACTERS_MAX = 200;

/** A user as they were named, and who that is; or why nobody. */
type NamedUser = { readonly user: string } & ({ readonly found: LookerUser } | { readonly why: string });

/** Issues MCP servers for Looker users, each of which acts as its user. */
@Injectable()
export class UserServersService {
  private readonly users: LookerUsers;

  constructor(
    private readonly accounts: AccountsService,
    private readonly issuing: McpServerIssuingService,
    private readonly acting: ActingUsers,
    private readonly looker: LookerClient,
  ) {
    this.users = new LookerUsers(looker);
  }

  /**
   * All users that can be found get a server, or keep the one that they have; the others are said to be refused, and why.
   * @throws AppError `integrated_account.not_found`; `looker.*` where Looker does not answer, or does not let the account act as others; and
   * what a config is refused with.
   */
  async create(principal: Principal, accountId: string, body: CreateUserServersDto): Promise<UserServersView> {
    checkNamesUsers(body);
    const account = await this.accounts.getInstanceFor(principal, accountId);
    const named = await this.lookUp(account.connection, body);
    const users = uniqueUsers(named).map((user) => ({ ...user, name: serverName(body.name ?? '{name}', user) }));
    await this.checkActs(account, users[0]);
    const issued = await this.issuing.createForUsers(principal, accountId, users, body);
    return written(named, users, issued);
  }

  /** The same, row by row. */
  async rows(
    principal: Principal,
    accountId: string,
    body: CreateUserServersDto,
  ): Promise<AsyncIterable<UserServerView>> {
    return Readable.from((await this.create(principal, accountId, body)).result);
  }

  private async lookUp(connection: LookerConnection, body: CreateUserServersDto): Promise<readonly NamedUser[]> {
    try {
      if (body.group_id === undefined) return await this.findAll(connection, body.users ?? []);
      const users = await this.users.ofGroup(connection, body.group_id, USERS_MAX);
      if (users.length > USERS_MAX) throw invalid('group_id', `must be a group of ${USERS_MAX} active users at most`);
      if (users.length === 0) throw invalid('group_id', 'must be a group that has active users');
      return users.map((found) => ({ user: found.id, found }));
    } catch (error) {
      throw refusalOf(error, connection);
    }
  }

  private async findAll(connection: LookerConnection, users: readonly string[]): Promise<readonly NamedUser[]> {
    const named: NamedUser[] = [];
    await sideBySide(users.entries(), LOOKUPS_AT_ONCE, async ([index, user]) => {
      named[index] = await this.find(connection, user);
    });
    return named;
  }

  private async find(connection: LookerConnection, user: string): Promise<NamedUser> {
    try {
      return { user, found: await this.users.named(connection, user) };
    } catch (error) {
      if (error instanceof LookerError && error.fault === 'acting_refused') return { user, why: error.message };
      throw error;
    }
  }

  /** Logs in as one of the users: where Looker refuses that, no URL would work. */
  private async checkActs(account: AccountForCalls, user: LookerUser | undefined): Promise<void> {
    if (user === undefined) return;
    try {
      const connection = await this.acting.connectionOf(account, user.id);
      await this.looker.send(connection, { verb: 'GET', path: '/user', query: { fields: 'id' } });
    } catch (error) {
      throw refusalOf(error, account.connection);
    }
  }
}

const invalid = (path: string, rule: string) =>
  new AppError('request.invalid', `${path} ${rule}. Nothing was issued.`, {
    fields: [{ path, rule: `${path} ${rule}` }],
  });

function checkNamesUsers({ users, group_id: groupId }: CreateUserServersDto): void {
  if ((users === undefined) === (groupId === undefined))
    throw invalid('users', 'or group_id must say who gets an MCP server, and not both');
}

const refusalOf = (error: unknown, { baseUrl }: LookerConnection) =>
  error instanceof LookerError ? connectionRefusal(error, baseUrl) : error;

/** Each user once, by however many names. */
const uniqueUsers = (named: readonly NamedUser[]): readonly LookerUser[] => [
  ...new Map(named.flatMap((one) => ('found' in one ? [[one.found.id, one.found] as const] : []))).values(),
];

const serverName = (pattern: string, { name, email }: LookerUser): string =>
  [...pattern.replaceAll('{name}', () => name).replaceAll('{email}', () => email ?? '')]
    .slice(0, NAME_CHARACTERS_MAX)
    .join('');

function written(
  named: readonly NamedUser[],
  users: readonly LookerUser[],
  issued: readonly UserServer[],
): UserServersView {
  const nameOf = new Map(users.map(({ id, name }) => [id, name]));
  const serverOf = new Map(issued.map((one) => [one.userId, one]));
  const result = named.map((one) => ('found' in one ? row(one.user, one.found, nameOf, serverOf) : refusedRow(one)));
  const count = (outcome: UserServerOutcome) => result.filter((one) => one.outcome === outcome).length;
  return { result, issued: count('issued'), kept: count('kept'), refused: count('refused') };
}

const NONE = { looker_user_id: null, email: null, name: null, mcp_server_id: null, url: null, why: null };

const refusedRow = ({ user, why }: { user: string; why: string }): UserServerView => ({
  ...NONE,
  ...{ user, outcome: 'refused', why },
});

function row(
  user: string,
  { id, email }: LookerUser,
  nameOf: ReadonlyMap<string, string>,
  serverOf: Map<string, UserServer>,
): UserServerView {
  const server = serverOf.get(id);
  // Named a second time, a user has the server that the first name got.
  if (server?.url != null) serverOf.set(id, { ...server, url: null });
  const url = server?.url ?? null;
  const about = { looker_user_id: id, email, name: nameOf.get(id) ?? null, mcp_server_id: server?.serverId ?? null };
  return { ...NONE, user, ...about, outcome: url === null ? 'kept' : 'issued', url };
}
