import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type CapturedFact,
  type CapturedMessage,
  type CapturedServer,
  facts,
  isCaptured,
} from '../../../capture/captured-message.js';
import { CapturesUnderWay } from '../../../capture/captures-under-way.js';
import { MessageCapture } from '../../../capture/message-capture.js';
import { bytesText, headerFacts, httpMethod } from '../../../capture/request-facts.js';
import { hostText, joined, knownText, ownText, plainName, type SafeText } from '../../../capture/safe-text.js';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { bodyBytes, countAnswer } from '../../../http/bounds/message-sizes.js';
import { mcpUrl } from '../../../mcp-servers/mcp-url.js';
import { ProtectedServers } from '../protected-servers.js';
import { AUTH_METHODS, GRANT_TYPES } from '../server/client-metadata.js';
import { type OauthRecord, OauthRecordsRepository } from '../server/oauth-records.repository.js';
import { type CaptureScope, inCaptureScope } from './capture-scope.js';
import { oauthError, parameterFacts } from './oauth-facts.js';
import { isOauthRoute, isTokenStep, OAUTH_STEPS, type OauthRoute, TOKEN_STEPS } from './oauth-steps.js';

const PAGES = '/oauth/sign-in/';
const HOSTS_MAX = 3;
const ADDRESS_CHARACTERS_MAX = 500;
const SERVER_ID = /\/mcp\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![\w-])/i;

/** What of a request of OAuth is recorded, where an admin wants that of the MCP server that it is about. */
@Injectable()
export class OauthCapture {
  private readonly publicUrl: string;

  constructor(
    private readonly capture: MessageCapture,
    private readonly underWay: CapturesUnderWay,
    private readonly servers: ProtectedServers,
    private readonly records: OauthRecordsRepository,
    @Inject(SETTINGS) { http }: Settings,
  ) {
    this.publicUrl = http.publicUrl;
  }

  /** Answers a request, and records it behind its answer; throws what the work throws, and nothing of its own. */
  async watch<T>(request: FastifyRequest, reply: FastifyReply, work: () => Promise<T>): Promise<T> {
    const route = `${request.method} ${request.routeOptions.url}`;
    if (!isOauthRoute(route)) return work();
    const at = new Date();
    const scope: CaptureScope = { server: undefined, error: undefined };
    const sent = countAnswer(reply.raw);
    try {
      return await inCaptureScope(scope, work);
    } finally {
      // Errors of the REST API are answered after this, and their status and size are known then.
      void sent
        .then((bytes) => this.record(route, scope, request, reply, { at, bytes }))
        .catch((error: unknown) => this.capture.countLost(error));
    }
  }

  private async record(
    route: OauthRoute,
    scope: CaptureScope,
    request: FastifyRequest,
    reply: FastifyReply,
    { at, bytes }: { readonly at: Date; readonly bytes: number },
  ): Promise<void> {
    const durationMs = Date.now() - at.getTime();
    const parameters = parametersOf(request);
    const server = scope.server ?? (await this.namedBy(parameters.get('resource'), at));
    if (server === undefined || !isCaptured(server, at)) return;
    const client = await this.findClient(parameters.get('client_id'));
    if (client !== null) this.addRegistration(server, client);
    this.capture.add(server, at, () => {
      const { raw } = reply;
      const status = raw.writableFinished ? raw.statusCode : null;
      const target = targetOf(raw.getHeader('location'), this.publicUrl);
      const error = scope.error ?? target.error ?? null;
      return {
        ...sent(route, parameters),
        ...{ status, durationMs, error, isFault: error !== null || status === null || status >= 400 },
        method: httpMethod(request.method),
        request: [
          ...headerFacts(request.headers, bodyBytes(request)),
          ...parameterFacts(parameters, mcpUrl(this.publicUrl, server.serverId)),
          ...clientFacts(client),
        ],
        answer: facts({ leads_to: target.leadsTo, bytes: bytesText(bytes) }),
      };
    });
  }

  /**
   * What a request says by itself, where it was refused before anybody asked which server it is about: also one that names a server's id at
   * another host, or with more behind it, which is what is wrong with it then.
   */
  private async namedBy(resource: string | null, at: Date): Promise<CapturedServer | undefined> {
    const id = SERVER_ID.exec(resource?.slice(0, ADDRESS_CHARACTERS_MAX) ?? '')?.[1];
    if (id === undefined || !(await this.underWay.isAny(at))) return undefined;
    const found = await this.servers.findById(id.toLowerCase());
    if (found?.signIn.provider !== 'gateway') return undefined;
    const { organizationId, id: serverId, captureUntil } = found.server;
    return { organizationId, serverId, captureUntil };
  }

  private findClient(id: string | null): Promise<OauthRecord | null> {
    return id === null || id.length > 200 || id.includes('\0')
      ? Promise.resolve(null)
      : this.records.find('Client', [id]);
  }

  /**
   * A client registers before anybody knows for which server. Its registration belongs to the server at which it then asks to be let in,
   * where it was made during the capture: it is told from what is stored of the client, once.
   */
  private addRegistration(server: CapturedServer, { key, payload, createdAt }: OauthRecord): void {
    if (payload.registered_by_itself !== true) return;
    this.capture.add(server, createdAt, () => ({
      id: idOf(`${server.serverId} ${key}`),
      ...{ kind: 'oauth', sender: 'client', step: ownText('registration of the client') },
      ...{ method: ownText('POST'), path: ownText('/oauth/register') },
      ...{ status: 201, error: null, isFault: false, durationMs: 0 },
      request: facts({
        client: plainName(payload.client_name),
        redirect_host: hostsOf(payload.redirect_uris),
        grant_type: knownTexts(payload.grant_types, GRANT_TYPES),
        auth_method: knownText(payload.token_endpoint_auth_method ?? 'client_secret_basic', AUTH_METHODS),
      }),
      answer: [],
    }));
  }
}

const parametersOf = ({ url, body, routeOptions }: FastifyRequest): URLSearchParams => {
  // The forms of pages hold what people type.
  if (routeOptions.url?.startsWith(PAGES)) return new URLSearchParams();
  return new URLSearchParams(typeof body === 'string' ? body : url.split('?').slice(1).join('?'));
};

function sent(
  route: OauthRoute,
  parameters: URLSearchParams,
): Pick<CapturedMessage, 'kind' | 'sender' | 'step' | 'path'> {
  const [step, path, sender] = OAUTH_STEPS[route];
  const grantType = parameters.get('grant_type');
  const isTokens = route === 'POST /oauth/token' && isTokenStep(grantType);
  return {
    kind: 'oauth',
    sender,
    step: isTokens ? ownText(TOKEN_STEPS[grantType]) : ownText(step),
    path: ownText(path),
  };
}

/** How a client is known here, and as what. */
function clientFacts(client: OauthRecord | null): CapturedFact[] {
  if (client === null) return [];
  const isOwn = client.payload.registered_by_itself === true;
  return facts({
    client: plainName(client.payload.client_name),
    client_kind: isOwn ? ownText('registered itself') : ownText('registered by an admin'),
  });
}

/** Where an answer leads a browser, and the error that it tells there. */
function targetOf(location: unknown, publicUrl: string): { leadsTo?: SafeText; error?: SafeText | undefined } {
  if (typeof location !== 'string' || !URL.canParse(location, publicUrl)) return {};
  const url = new URL(location, publicUrl);
  if (url.origin === publicUrl)
    return { leadsTo: url.pathname.startsWith(PAGES) ? ownText('a page of the sign-in') : ownText('the gateway') };
  const query = new URLSearchParams(url.search || url.hash.slice(1));
  const error = oauthError(query.get('error'));
  const what = query.has('code') ? ownText('with a code') : ownText('without a code');
  return { leadsTo: joined([hostText(location), error ?? what], ', '), error };
}

const textsOf = (value: unknown) => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []);
const hostsOf = (uris: unknown) => joined(textsOf(uris).slice(0, HOSTS_MAX).map(hostText), ', ');
const knownTexts = (value: unknown, known: readonly string[]) =>
  joined(
    textsOf(value)
      .slice(0, known.length)
      .map((each) => knownText(each, known)),
    ', ',
  );

/** An id that is the same each time (UUID version 8, RFC 9562). */
function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
