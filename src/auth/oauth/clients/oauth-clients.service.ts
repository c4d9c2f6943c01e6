import { Injectable } from '@nestjs/common';
import { authorOf, type Principal } from '../../../access/principal.js';
import { AuditService } from '../../../audit/audit.service.js';
import { Broadcast } from '../../../cache/broadcast.js';
import { createToken, fingerprintOf, TokenDigester } from '../../../crypto/bearer-token.js';
import { DatabaseService } from '../../../database/database.service.js';
import { createId } from '../../../database/ids.js';
import { AppError } from '../../../errors/app-error.js';
import { checkIfMatch, type IfMatch } from '../../../http/input/if-match.js';
import { type Page, type PageQuery, pageOf, pageWindow } from '../../../http/page.js';
import { redirectProblem } from '../../../values/redirect-problem.js';
import { OauthGrantsService } from '../grants/oauth-grants.service.js';
import { CLAUDE_CALLBACKS, staticClient } from '../server/client-metadata.js';
import { OauthRecordsRepository } from '../server/oauth-records.repository.js';
import type { CreateOauthClientDto } from './oauth-clients.dto.js';
import { OauthClientsRepository } from './oauth-clients.repository.js';
import { type CreatedOauthClientView, type OauthClientView, oauthClientView } from './oauth-clients.view.js';

const notFound = () =>
  new AppError('oauth_client.not_found', 'There is no OAuth client with this id. List them with GET /oauth-client.');

/** Clients that an admin registers by hand, for the fields "client id" and "client secret" of Claude's connectors and others. */
@Injectable()
export class OauthClientsService {
  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly clients: OauthClientsRepository,
    private readonly records: OauthRecordsRepository,
    private readonly grants: OauthGrantsService,
    private readonly digester: TokenDigester,
    private readonly broadcast: Broadcast,
  ) {}

  /**
   * Registers a client of this organization; its secret is in this answer only.
   * @throws AppError `permission.missing`, `request.invalid`
   */
  async create(principal: Principal, body: CreateOauthClientDto): Promise<CreatedOauthClientView> {
    checkWholeOrganization(principal);
    const redirectUris = body.redirect_uris ?? CLAUDE_CALLBACKS;
    checkRedirects(redirectUris);
    const secret = (body.has_secret ?? true) ? createToken('oauth_client') : null;
    const allowClientCredentials = body.allow_client_credentials ?? false;
    if (allowClientCredentials && secret === null) throw secretNeeded();
    const id = createId();
    const { organizationId } = principal;
    const digest = secret === null ? undefined : this.digester.digest(secret);
    // Of a client that is only here nobody knows yet; one that is only there could never be ended.
    const after = await this.database.inTransaction(organizationId, async (tx) => {
      const fingerprint = secret === null ? null : fingerprintOf(secret);
      const createdBy = authorOf(principal);
      const row = await this.clients.insert(tx, {
        ...{ id, name: body.name, redirectUris: [...redirectUris], allowClientCredentials },
        ...{ fingerprint, createdBy },
      });
      const view = oauthClientView(row);
      await this.audit.record(tx, principal, { action: 'oauth_client.created', recordId: id, after: view });
      return view;
    });
    const client = { organizationId, id, name: body.name, redirectUris, digest, allowClientCredentials };
    await this.records.upsert('Client', id, staticClient(client), null, null);
    return { ...after, client_secret: secret };
  }

  /** @throws AppError `permission.missing` */
  async list(principal: Principal, query: PageQuery): Promise<Page<OauthClientView>> {
    checkWholeOrganization(principal);
    const window = pageWindow(query);
    return this.database.read(principal.organizationId, async (tx) =>
      pageOf(await this.clients.list(tx, window), window, oauthClientView),
    );
  }

  /**
   * Ends a client at once, with all that people let it do.
   * @throws AppError `oauth_client.not_found`, `permission.missing`, `request.precondition_failed`
   */
  async delete(principal: Principal, id: string, ifMatch?: IfMatch): Promise<void> {
    checkWholeOrganization(principal);
    await this.database.inTransaction(principal.organizationId, async (tx) => {
      const client = await this.clients.findForUpdate(tx, id);
      if (client === null) throw notFound();
      checkIfMatch(ifMatch, client);
      await this.clients.remove(tx, id);
      const before = oauthClientView(client);
      await this.audit.record(tx, principal, { action: 'oauth_client.deleted', recordId: id, before });
    });
    await this.records.remove('Client', [id]);
    this.broadcast.publish({ record: 'oauth_client', organizationId: principal.organizationId, id });
    await this.grants.endOfClient(principal, id);
  }
}

function checkWholeOrganization({ integratedAccountId }: Principal): void {
  if (integratedAccountId !== null)
    throw new AppError(
      'permission.missing',
      'An API token that is limited to one integrated account cannot see or change OAuth clients. Use one without that limit.',
    );
}

const secretNeeded = () =>
  new AppError('request.invalid', 'A client that comes in without a person needs a secret. Nothing was changed.', {
    fields: [{ path: 'has_secret', rule: 'must be true with allow_client_credentials' }],
  });

function checkRedirects(uris: readonly string[]): void {
  const fields = uris.flatMap((uri, index) => {
    const problem = redirectProblem(uri);
    return problem === undefined ? [] : [{ path: `redirect_uris.${index}`, rule: problem }];
  });
  if (fields.length > 0)
    throw new AppError(
      'request.invalid',
      `${fields.map(({ path, rule }) => `${path} ${rule}`).join('. ')}. Nothing was changed.`,
      {
        fields,
      },
    );
}
