import { Injectable } from '@nestjs/common';
import { AppError } from '../../../errors/app-error.js';
import type { JsonRecord } from '../../../values/is-record.js';
import type { ClientNamedBy } from '../pages/consent-page.js';
import { type ProtectedServer, ProtectedServers } from '../protected-servers.js';
import { AuthorizationServer, type SignInUnderWay } from '../server/authorization-server.js';
import { OauthRecordsRepository } from '../server/oauth-records.repository.js';
import { SingleAddress } from '../single-address.js';
import { ChosenServer } from './chosen-server.js';
import type { SignInExchange } from './sign-in-exchange.js';

/** A sign-in under way, and the server that it is for. */
export interface BegunSignIn {
  readonly underWay: SignInUnderWay;
  /** Of its pages. */
  readonly path: string;
  readonly server: ProtectedServer;
  /** Whether the person chose the server; else the client named it. */
  readonly isChosen: boolean;
}

/** One at the address of all servers, as long as its person has chosen none. */
export type UnchosenSignIn = Omit<BegunSignIn, 'server' | 'isChosen'> & { readonly server?: undefined };

/** Whether somebody's own server, or one that they chose, is known. */
export const hasServer = (begun: BegunSignIn | UnchosenSignIn): begun is BegunSignIn => begun.server !== undefined;

/** The sign-ins that browsers have begun. */
@Injectable()
export class BegunSignIns {
  constructor(
    private readonly authorization: AuthorizationServer,
    private readonly servers: ProtectedServers,
    private readonly single: SingleAddress,
    private readonly chosen: ChosenServer,
    private readonly records: OauthRecordsRepository,
  ) {}

  /** @throws AppError `oauth_sign_in.not_found`, `mcp_server.not_found`, `permission.missing` */
  async get(exchange: SignInExchange): Promise<BegunSignIn | UnchosenSignIn> {
    const { raw, uid } = exchange;
    const underWay = await this.authorization.underWay(raw.request, raw.response);
    const path = `/oauth/sign-in/${uid}`;
    if (underWay.uid === uid && this.single.isMeant(underWay.resource)) {
      const server = await this.chosenServer(exchange);
      // One at which this client is let in no more is chosen anew.
      const isOpen =
        server !== undefined && clientProblem(await this.clientRecord(underWay.clientId), server) === undefined;
      return isOpen ? { underWay, path, server, isChosen: true } : { underWay, path };
    }
    const server = underWay.uid === uid ? await this.servers.find(underWay.resource) : undefined;
    if (server === undefined) throw serverGone();
    return this.checked({ underWay, path, server, isChosen: false });
  }

  /**
   * The same, where a server must be known by now.
   * @throws AppError what `get` throws
   */
  async getWithServer(exchange: SignInExchange): Promise<BegunSignIn> {
    const begun = await this.get(exchange);
    if (!hasServer(begun)) throw serverGone();
    return begun;
  }

  /**
   * The servers at which a client may be let in. Of clients that are known by a metadata document there is no record.
   * @throws AppError `permission.missing`, where it may at none of them
   */
  async openTo(clientId: string, servers: readonly ProtectedServer[]): Promise<readonly ProtectedServer[]> {
    const client = await this.clientRecord(clientId);
    const problems = servers.map((server) => clientProblem(client, server));
    const [first] = problems;
    if (first !== undefined && !problems.includes(undefined)) throw first;
    return servers.filter((_, index) => problems[index] === undefined);
  }

  /** Whose word the name of a client is. */
  async clientNamedBy(clientId: string): Promise<ClientNamedBy> {
    if (URL.canParse(clientId)) return { host: new URL(clientId).host };
    const { organization_id } = await this.clientRecord(clientId);
    return organization_id === undefined ? 'itself' : 'admin';
  }

  private async clientRecord(clientId: string): Promise<JsonRecord> {
    return (await this.records.find('Client', [clientId]))?.payload ?? {};
  }

  private async checked(begun: BegunSignIn): Promise<BegunSignIn> {
    await this.openTo(begun.underWay.clientId, [begun.server]);
    return begun;
  }

  /** One that has ended meanwhile is as good as none: there may be others. */
  private async chosenServer(exchange: SignInExchange): Promise<ProtectedServer | undefined> {
    const id = await this.chosen.read(exchange);
    const server = id === undefined ? undefined : await this.servers.findById(id);
    return server?.signIn.provider === 'gateway' ? server : undefined;
  }
}

/** Why a client may not be let in at a server; undefined: it may. */
function clientProblem(client: JsonRecord, { server, organization }: ProtectedServer): AppError | undefined {
  const { registered_by_itself, organization_id } = client;
  if (organization_id !== undefined && organization_id !== server.organizationId) return clientOfOthers();
  if (registered_by_itself === true && !organization.dynamicClientRegistration) return clientRefused(organization.name);
  return undefined;
}

const serverGone = () =>
  new AppError(
    'mcp_server.not_found',
    'The MCP server that this sign-in is for does not exist, has expired, or has no sign-in any more.',
  );

const clientRefused = (organization: string) =>
  new AppError(
    'permission.missing',
    `${organization} lets in only clients that an administrator registered, and this one registered itself. Ask for a client id, and enter it in the advanced settings of your assistant’s connector.`,
  );

const clientOfOthers = () =>
  new AppError(
    'permission.missing',
    'This client was registered for another organization. Ask whoever gave you the URL for its client id.',
  );
