import { Injectable } from '@nestjs/common';
import { CapturesUnderWay } from '../../../capture/captures-under-way.js';
import { isLetIn } from '../../../mcp-servers/who-may-sign-in.js';
import { captureScope } from '../capture/capture-scope.js';
import type { OauthGrant } from '../grants/oauth-grants.repository.js';
import { OauthGrantsService, personOf } from '../grants/oauth-grants.service.js';
import { ProtectedServers } from '../protected-servers.js';
import { OauthRecordsRepository } from './oauth-records.repository.js';
import type { IssuedToken } from './provider-options.js';

/** What holds of grants and clients at the moment, as the gateway's records have it. */
@Injectable()
export class GrantRules {
  constructor(
    private readonly records: OauthRecordsRepository,
    private readonly servers: ProtectedServers,
    private readonly grants: OauthGrantsService,
    private readonly captures: CapturesUnderWay,
  ) {}

  /** While the grant is there it says which server the request is about. */
  async endRevoked(grantId: string): Promise<void> {
    if (captureScope() !== undefined && (await this.captures.isAny(new Date())))
      await this.find(grantId).catch(() => null);
    await this.grants.endRevoked(grantId);
  }

  /** What was consented to; null where the server is gone, has expired, or does not let in the person any more. */
  async find(grantId: string): Promise<OauthGrant | null> {
    const grant = await this.grants.findLive(grantId);
    if (grant === null) return null;
    const found = await this.servers.findById(grant.mcpServerId);
    return found?.signIn.provider === 'gateway' && isLetIn(found.signIn, personOf(grant)) ? grant : null;
  }

  /** Only a client with a secret that an admin registered, and only of tokens that open a server of the same organization. */
  async mayIntrospect(askingId: string, { clientId = '', grantId, aud }: IssuedToken): Promise<boolean> {
    const asking = (await this.records.find('Client', [askingId]))?.payload;
    if (asking?.organization_id === undefined || asking.client_secret === undefined) return false;
    if (grantId !== undefined) return (await this.find(grantId))?.organizationId === asking.organization_id;
    const found = await this.servers.find(String(aud));
    return found?.server.organizationId === asking.organization_id && (await this.mayComeAlone(clientId, String(aud)));
  }

  /** Only a client of the server's organization, and only where the server lets programs in. */
  async mayComeAlone(clientId: string, resource: string): Promise<boolean> {
    const found = await this.servers.find(resource);
    const client = await this.records.find('Client', [clientId]);
    return found?.signIn.client_credentials === true && client?.payload.organization_id === found.server.organizationId;
  }
}
