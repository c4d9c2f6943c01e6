import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { isDate } from './data/calendar.js';
import { loadSqlite, openWarehouse } from './data/warehouse.js';
import { answerError, answerErrors, answerUnreadable } from './error-answers.js';
import { type FaultRule, Faults, registerFaults } from './faults.js';
import type { Instance } from './instance.js';
import { registerInstanceRoutes } from './instance-routes.js';
import type { DeploymentType } from './login.js';
import { lookmlModels } from './models/lookml-models.js';
import type { LookmlModel } from './models/model-types.js';
import { isInForce } from './oauth/app-access.js';
import { registerAuthorizationMetadata } from './oauth/authorization-metadata.js';
import { registerAuthorizePage } from './oauth/authorize-page.js';
import { Grants } from './oauth/grants.js';
import { type OauthOptions, registerTokenEndpoint } from './oauth/token-endpoint.js';
import { tokenSessions } from './people/token-sessions.js';
import { Projects } from './projects/projects.js';
import { QueryGate } from './queries/query-gate.js';
import { sequenceModel } from './queries/streamed-sequence.js';
import { WarehouseTurns } from './queries/warehouse-turns.js';
import { registerOperations } from './register-operations.js';
import { readBodies } from './request-bodies.js';
import { type RequestRecord, registerRequestLog } from './request-log.js';
import { seedBranches } from './seed/seed-branches.js';
import { seedContent } from './seed/seed-content.js';
import { seedDevelopers } from './seed/seed-people.js';
import type { SwaggerOptions } from './swagger/swagger-routes.js';
import { SystemActivity } from './system-activity/system-activity.js';
import { Tokens } from './tokens.js';

export interface SampleLookerOptions {
  /** 0 or nothing: any free port. */
  port?: number;
  host?: string;
  clientId?: string;
  clientSecret?: string;
  tokenTtlSeconds?: number;
  /** `YYYY-MM-DD`: the last day of the data, and the day that date filters take for today. Default: the clock's. */
  today?: string;
  /** Added to every request. */
  latencyMs?: number;
  /** Added to every query. */
  queryTimeMs?: number;
  /** The status of the results of an unfinished query task; releases before 26 answer 204. Default: 202. */
  pendingStatus?: 202 | 204;
  /** The warnings of every query that runs, as in Looker's development mode (errors that are not `fatal`). */
  queryNotes?: readonly string[];
  /** Result formats that it does not know, as releases without `json_bi`. */
  lackedFormats?: readonly string[];
  /** By explore: the filters that it adds to every query (LookML's `always_filter`). */
  alwaysFilters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** With it there is a model `big` whose explore `sequence` has this many rows, streamed when they are asked for. */
  sequenceRowCount?: number;
  /** Added to every render task, spread over its statuses. */
  renderTimeMs?: number;
  /** How long a build of a derived table takes, by the clock. Default: it is done at once. */
  pdtBuildMs?: number;
  /** How the instance's description of its own API differs from the release's. */
  swagger?: SwaggerOptions;
  oauth?: OauthOptions;
  /** E-mail addresses of further people, who are developers and no administrators: `ci-bot@example.com`. */
  developers?: readonly string[];
  /** On `google_cloud_core`, administrators log in as embed users only. Default: `looker_hosted`. */
  deploymentType?: DeploymentType;
  /** Decides when tokens expire and what records are stamped with. */
  clock?: () => Date;
}

export interface SampleLooker {
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  /** The latest requests, newest last. */
  requests: RequestRecord[];
  /** Makes requests fail; null ends that. Throws a RangeError for a fault that cannot be read. */
  setFault(rule: FaultRule | null): void;
  /** Holds all queries until `letQueriesGo` is called. */
  holdQueries(): void;
  letQueriesGo(): void;
  /** Ends all sessions: their next request answers 401. */
  revokeTokens(): void;
  close(): Promise<void>;
}

const bodyBytesMax = 5_000_000;

/** Starts an instance with its own data and content. Throws a RangeError for a `today` that is no date. */
export async function startSampleLooker(options: SampleLookerOptions = {}): Promise<SampleLooker> {
  const clientId = options.clientId ?? 'sampleLookerClientId';
  const clientSecret = options.clientSecret ?? 'sampleLookerClientSecret';
  const app = fastify({
    bodyLimit: bodyBytesMax,
    routerOptions: { ignoreTrailingSlash: true },
    forceCloseConnections: true,
    frameworkErrors: answerError,
    clientErrorHandler: answerUnreadable,
  });
  const instance = await openInstance(app, options);
  instance.content.apiCredentials.add({ user_id: '1', client_id: clientId, client_secret: clientSecret });
  const faults = new Faults();
  const requests = registerRequestLog(app, instance);
  registerFaults(app, faults, options.latencyMs ?? 0);
  readBodies(app);
  answerErrors(app);
  await app.register(async (scope) => registerOperations(scope, instance, options.swagger ?? {}), {
    prefix: '/api/4.0',
  });
  registerAuthorizationMetadata(app, instance);
  registerAuthorizePage(app, instance);
  registerTokenEndpoint(app, instance, options.oauth ?? {});
  registerInstanceRoutes(app, instance);
  await app.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' });
  return {
    baseUrl: instance.origin(),
    clientId,
    clientSecret,
    requests,
    setFault: (rule) => faults.set(rule),
    holdQueries: () => instance.queryGate.close(),
    letQueriesGo: () => instance.queryGate.open(),
    revokeTokens: () => instance.tokens.revokeAll(),
    close: async () => {
      await app.close();
      instance.activity.close();
      instance.warehouse.close();
    },
  };
}

async function openInstance(app: FastifyInstance, options: SampleLookerOptions): Promise<Instance> {
  const clock = options.clock ?? (() => new Date());
  const today = options.today ?? clock().toISOString().slice(0, 10);
  if (!isDate(today)) throw new RangeError(`today must be a date, YYYY-MM-DD: ${today}`);
  const { sequenceRowCount } = options;
  const content = seedContent(today);
  seedDevelopers(content, options.developers ?? []);
  const queryNow = () => new Date(`${today}T${clock().toISOString().slice(11)}`);
  const shopModels = lookmlModels.map((model) => alwaysFiltered(model, options));
  const models = [...shopModels, ...(sequenceRowCount === undefined ? [] : [sequenceModel(sequenceRowCount)])];
  const activity = new SystemActivity(await loadSqlite(), { content, models, today, now: queryNow });
  const projects = new Projects(content, clock, shopModels);
  seedBranches(projects, clock());
  const sessions = tokenSessions({ content, activity, clock });
  return {
    warehouse: await openWarehouse(today),
    warehouseTurns: new WarehouseTurns(),
    models,
    activity,
    content,
    projects,
    tokens: new Tokens(options.tokenTtlSeconds ?? 3600, clock, (token) => isInForce(content, token), sessions),
    grants: new Grants(clock),
    clock,
    queryNow,
    queryTimeMs: options.queryTimeMs ?? 0,
    queryGate: new QueryGate(),
    pendingStatus: options.pendingStatus ?? 202,
    queryNotes: options.queryNotes ?? [],
    lackedFormats: options.lackedFormats ?? [],
    renderTimeMs: options.renderTimeMs ?? 0,
    pdtBuildMs: options.pdtBuildMs ?? 0,
    origin: () => originOf(app),
    releaseVersion: '26.12.0',
    deploymentType: options.deploymentType ?? 'looker_hosted',
  };
}

const alwaysFiltered = (model: LookmlModel, { alwaysFilters = {} }: SampleLookerOptions): LookmlModel => ({
  ...model,
  explores: model.explores.map((explore) => ({ ...explore, alwaysFilter: alwaysFilters[explore.name] ?? {} })),
});

/** A server that listens on TCP has an address with a port. */
function originOf(app: FastifyInstance): string {
  const { address, port, family } = app.server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
