import { join, sep } from 'node:path';
import fastifyCompress from '@fastify/compress';
import fastifyCookie from '@fastify/cookie';
import fastifyCors, { type FastifyCorsOptions } from '@fastify/cors';
import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { ConfigModule } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { checkQuery } from './access/bearer-header.js';
import { apiDocument } from './app.description.js';
import { AppModule } from './app.module.js';
import { isOauthRoute, isOpenToAllOrigins, oauthAddress } from './auth/oauth/oauth-addresses.js';
import { RATE_LIMIT_HEADERS } from './cache/rate-limit-answer.js';
import { PACKAGE_ROOT, type Settings, settingsConfig } from './config/settings.js';
import { createId } from './database/ids.js';
import { EtagInterceptor } from './http/answers/etag.interceptor.js';
import { forbidCaching } from './http/answers/private-answers.js';
import { answerBrokenRequests } from './http/bounds/broken-requests.js';
import { endConnectionsOnClose } from './http/bounds/closing-connections.js';
import { boundConnections } from './http/bounds/connection-bounds.js';
import { refuseUnknownHosts } from './http/bounds/known-hosts.js';
import { boundExchanges } from './http/bounds/open-exchanges.js';
import { BODY_BOUNDS, type BodyBounds, boundRequests } from './http/bounds/request-bounds.js';
import { answerOutsideRoutes, ErrorFilter } from './http/error.filter.js';
import { writerByAddress } from './http/error-body.js';
import { BodyValidationPipe } from './http/input/body-validation.pipe.js';
import { createLogger, PinoLoggerService } from './http/logger.js';
import { registerRequestLog } from './http/request-log.js';
import { JobQueue } from './jobs/job-queue.js';
import { isMcpAddress, mcpAddress } from './mcp/entry/mcp-address.js';
import { explainToBrowsers } from './mcp/entry/mcp-url-page.js';
import { isOriginAllowed, originPolicy } from './mcp/entry/origin.js';
import { protocolError } from './mcp/protocol/protocol-error.js';

/** Arguments of tools may be whole files of LookML. */
const MCP_BOUNDS: BodyBounds = { bytesMax: 4 * 1024 * 1024, depthMax: 64, valuesMax: 20_000 };
/** Longer than the minute after which proxies give up idle connections: a request on one that was just closed is lost. */
const KEEP_ALIVE_MS = 65_000;
/** The longest that browsers keep what they were told of an address beforehand (Chromium). */
const PREFLIGHT_SECONDS = 7_200;
/** How long requests may take to arrive. None of it bounds how long an answer takes, such as a stream of events. */
export interface ArrivalTimes {
  readonly requestMs: number;
  /** Of the request, and for the first one of a connection to begin. */
  readonly headersMs: number;
  /** Between two looks at what is late. */
  readonly checkMs: number;
}

const ARRIVAL_TIMES: ArrivalTimes = { requestMs: 60_000, headersMs: 20_000, checkMs: 5_000 };
/** Longer than any id or token, so that a mistyped one answers as an unknown one does. */
const PARAMETER_CHARACTERS_MAX = 500;
const ASSETS = `${sep}assets${sep}`;

/**
 * Builds the gateway, ready to listen; the product and its tests start from here.
 * @throws ConfigurationError, DataFolderError
 */
export async function createApp(arrival = ARRIVAL_TIMES): Promise<NestFastifyApplication> {
  const settings = await readSettings();
  const writeError = writerByAddress(isMcpAddress, protocolError);
  const logger = createLogger(settings.logLevel, settings.local.enabled);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BOUNDS.bytesMax,
    requestTimeout: arrival.requestMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // A missing Host header is refused with the others, and in our form.
    http: {
      headersTimeout: arrival.headersMs,
      connectionsCheckingInterval: arrival.checkMs,
      requireHostHeader: false,
    },
    routerOptions: { maxParamLength: PARAMETER_CHARACTERS_MAX },
    rewriteUrl: ({ url = '/' }) => oauthAddress(mcpAddress(url)),
    frameworkErrors: answerOutsideRoutes(writeError),
    genReqId: () => createId(),
    trustProxy: settings.http.trustedProxies.length > 0 && [...settings.http.trustedProxies],
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, adapter, {
    abortOnError: false,
    bodyParser: false,
    logger: new PinoLoggerService(logger, settings.local.enabled),
  });
  app.useGlobalPipes(new BodyValidationPipe());
  app.useGlobalInterceptors(new EtagInterceptor());
  app.useGlobalFilters(new ErrorFilter(writeError));
  const http = app.getHttpAdapter().getInstance();
  registerRequestLog(http, logger);
  boundRequests(http, { '/mcp/': MCP_BOUNDS }, isOauthRoute);
  forbidCaching(http);
  boundConnections(http, settings.http, createId);
  boundExchanges(http);
  answerBrokenRequests(http, writeError, logger, createId);
  endConnectionsOnClose(http);
  await registerCompression(app);
  await app.register(fastifyCookie);
  await registerSecurityHeaders(app);
  refuseUnknownHosts(http, settings.http);
  await registerCors(app, settings);
  http.addHook('onRequest', async ({ url }) => checkQuery(url));
  explainToBrowsers(http);
  await registerDashboard(app);
  // A command, which listens to nobody, runs no jobs.
  http.addHook('onListen', async () => app.get(JobQueue, { strict: false }).startLater());
  SwaggerModule.setup('docs', app, () => apiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'looker-mcp-gateway API',
  });
  return app;
}

/** Lists of tools have some 400 kB. Answers of MCP stay as they are: there the time counts, and most are small. */
async function registerCompression(app: NestFastifyApplication): Promise<void> {
  const http = app.getHttpAdapter().getInstance();
  http.addHook('onRoute', (route) => {
    if (`${route.url}/`.startsWith('/mcp/')) route.compress = false;
  });
  await app.register(fastifyCompress, { encodings: ['gzip'], globalDecompression: false });
}

/** Adapter and log are made before the module that gives the settings, so they are read here too. */
async function readSettings(): Promise<Settings> {
  await ConfigModule.envVariablesLoaded;
  return settingsConfig();
}

/** No page of ours loads anything from elsewhere; the API reference brings inline styles. */
async function registerSecurityHeaders(app: NestFastifyApplication): Promise<void> {
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
  });
}

/** MCP clients that run in web pages ask before they call (CORS preflight); the REST API is for programs only. */
async function registerCors(app: NestFastifyApplication, settings: Settings): Promise<void> {
  const policy = originPolicy(settings);
  await app.register(fastifyCors, {
    hook: 'onRequest',
    strictPreflight: false,
    delegator: (request: FastifyRequest, done: (error: Error | null, options: FastifyCorsOptions) => void) => {
      const { origin } = request.headers;
      const isMcp = isMcpAddress(request.url) && origin !== undefined && isOriginAllowed(origin, policy);
      const isOpen = origin !== undefined && isOpenToAllOrigins(request.url);
      done(null, {
        // Without cookies: whatever a page of another site can ask here, a program can too.
        origin: isOpen ? '*' : isMcp,
        // Clients of 2025 end their session with DELETE, and read that there is none to end.
        methods: isOpen ? ['GET', 'POST'] : ['POST', 'DELETE'],
        maxAge: PREFLIGHT_SECONDS,
        exposedHeaders: ['x-request-id', 'www-authenticate', 'mcp-session-id', ...RATE_LIMIT_HEADERS],
      });
    },
  });
}

/** The dashboard as it was built. The names of its scripts and styles change with their content; its page's does not. */
async function registerDashboard(app: NestFastifyApplication): Promise<void> {
  await app.register(fastifyStatic, {
    root: join(PACKAGE_ROOT, 'apps', 'dashboard', 'dist'),
    prefix: '/app/',
    redirect: true,
    decorateReply: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) =>
      reply.header('cache-control', path.includes(ASSETS) ? 'public, max-age=31536000, immutable' : 'no-cache'),
  });
  const http = app.getHttpAdapter().getInstance();
  for (const path of ['/', '/app'])
    http.get(path, ({ url }, reply) => reply.redirect(`/app/${url.match(/\?.*/s)?.[0] ?? ''}`));
}
