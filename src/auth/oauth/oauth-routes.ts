import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RateLimits } from '../../cache/rate-limits.js';
import { pageHeaders } from '../../http/answers/html-page.js';
import { networkOf } from '../../http/client-network.js';
import { asAppError } from '../../http/error-body.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { OauthCapture } from './capture/oauth-capture.js';
import { errorPage } from './pages/error-page.js';
import { AuthorizationServer } from './server/authorization-server.js';
import { ClientDocuments } from './server/client-documents.js';
import { answerByProvider } from './server/provider-exchange.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { SignInElsewhere, wayBack } from './sign-in/sign-in-elsewhere.js';
import { type SignInAnswer, type SignInExchange, signInExchange } from './sign-in/sign-in-exchange.js';

/** What the authorization server answers; their RFCs say how (OAuth 2.1; RFC 7009, 7517, 7591, 7662, 8414). */
const PROTOCOL = [
  ['GET', '/.well-known/oauth-authorization-server'],
  ['GET', '/.well-known/openid-configuration'],
  ['GET', '/oauth/authorize'],
  ['GET', '/oauth/authorize/:uid(^[\\w-]+$)'],
  ['POST', '/oauth/token'],
  ['POST', '/oauth/register'],
  ['POST', '/oauth/revoke'],
  ['POST', '/oauth/introspect'],
  ['GET', '/oauth/jwks'],
] as const;

/** Each request there leaves a record behind. */
const KEPT: readonly string[] = ['/oauth/authorize', '/oauth/register'];

interface PageParams {
  readonly uid: string;
  readonly key?: string;
}
type Page = (exchange: SignInExchange, params: PageParams) => Promise<SignInAnswer>;

/** The addresses of OAuth: a protocol and pages of its own, beside the REST API. */
@Injectable()
export class OauthRoutes implements OnModuleInit {
  private readonly logger = new Logger('SignIn');

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly authorization: AuthorizationServer,
    private readonly signIn: SignInService,
    private readonly elsewhere: SignInElsewhere,
    private readonly session: SessionCookie,
    private readonly limits: RateLimits,
    private readonly capture: OauthCapture,
    private readonly documents: ClientDocuments,
  ) {}

  onModuleInit(): void {
    // Commands serve nobody; Nest's type leaves that out.
    const adapter: HttpAdapterHost['httpAdapter'] | null = this.host.httpAdapter;
    if (adapter === null) return;
    const fastify = adapter.getInstance<FastifyInstance>();
    for (const [method, url] of PROTOCOL)
      fastify.route({
        ...{ method, url },
        handler: (request, reply) => this.capture.watch(request, reply, () => this.answer(request, reply)),
      });
    for (const place of ['looker', 'openid'] as const)
      fastify.get<{ Params: { key: string } }>(`/oauth/${place}/callback/:key`, async ({ url, params }, reply) =>
        reply.redirect(wayBack(place, params.key, url.split('?').slice(1).join('?')) ?? '/app/', 303),
      );
    const page = (method: 'GET' | 'POST', path: string, show: Page) =>
      fastify.route<{ Params: PageParams }>({
        method,
        url: `/oauth/sign-in/:uid${path}`,
        handler: (request, reply) => this.capture.watch(request, reply, () => this.show(request, reply, show)),
      });
    page('GET', '', (exchange) => this.signIn.page(exchange));
    page('GET', '/looker', (exchange) => this.elsewhere.beginAtLooker(exchange));
    page('GET', '/looker/callback/:key', (exchange, { key = '' }) => this.elsewhere.finishAtLooker(exchange, key));
    page('GET', '/openid', (exchange) => this.elsewhere.beginAtProvider(exchange));
    page('GET', '/openid/callback/:key', (exchange, { key = '' }) => this.elsewhere.finishAtProvider(exchange, key));
    page('GET', '/single-sign-on', (exchange) => this.elsewhere.beginSingleSignOn(exchange));
    page('POST', '/member', (exchange) => this.signIn.signInMember(exchange));
    page('POST', '/choose', (exchange) => this.signIn.choose(exchange));
    page('POST', '/consent', (exchange) => this.signIn.decide(exchange));
  }

  /** What anybody can have written down, without a credential, is limited by address. */
  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const path = request.routeOptions.url ?? '';
    try {
      if (KEPT.includes(path)) await this.limits.passSignIn(networkOf(request.ip));
      await this.documents.onBehalfOf(networkOf(request.ip), () =>
        answerByProvider(this.authorization, request, reply),
      );
    } catch (error) {
      const { status, headers, body } = path.startsWith('/oauth/authorize')
        ? this.errorPage(error, request.id)
        : this.errorOfProtocol(error, request.id);
      await reply.code(status).headers(headers).send(body);
    }
  }

  /** Whatever happens ends in a page. */
  private async show(request: FastifyRequest<{ Params: PageParams }>, reply: FastifyReply, show: Page): Promise<void> {
    const exchange = signInExchange(request.params.uid, request, reply, this.session);
    const { status, headers, body } = await this.documents
      .onBehalfOf(networkOf(request.ip), () => show(exchange, request.params))
      .catch((error: unknown) => this.errorPage(error, request.id));
    await reply.code(status).headers(headers).send(body);
  }

  private errorPage(thrown: unknown, requestId: string): SignInAnswer {
    const { status, headers, message } = this.told(thrown, requestId);
    return { status, headers: { ...headers, ...pageHeaders() }, body: errorPage(message) };
  }

  /** RFC 6749, 5.2; RFC 7591, 3.2.2. */
  private errorOfProtocol(thrown: unknown, requestId: string): SignInAnswer {
    const { status, headers, message } = this.told(thrown, requestId);
    const body = { error: status >= 500 ? 'server_error' : 'temporarily_unavailable', error_description: message };
    return {
      status,
      headers: { ...headers, 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify(body),
    };
  }

  private told(thrown: unknown, requestId: string): Pick<SignInAnswer, 'status' | 'headers'> & { message: string } {
    const error = asAppError(thrown);
    const { status } = error.kind;
    const level = status >= 500 ? 'error' : 'warn';
    this.logger[level]({ code: error.code, message: error.message, request_id: requestId, err: error.cause });
    const message = status >= 500 ? `${error.message} Request id: ${requestId}.` : error.message;
    const { retryAfterSeconds: wait } = error;
    const headers = { ...error.headers, ...(wait !== undefined && { 'retry-after': String(wait) }) };
    return { status, headers, message };
  }
}
