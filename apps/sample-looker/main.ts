import { parseArgs } from 'node:util';
import { type DeploymentType, deploymentTypes } from './login.js';
import { type SampleLookerOptions, startSampleLooker } from './server.js';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4001' },
    host: { type: 'string', default: '127.0.0.1' },
    'client-id': { type: 'string' },
    'client-secret': { type: 'string' },
    'token-ttl-seconds': { type: 'string', default: '3600' },
    'oauth-token-seconds': { type: 'string' },
    'oauth-rotates-refresh-tokens': { type: 'boolean', default: false },
    today: { type: 'string' },
    'latency-ms': { type: 'string', default: '0' },
    'query-time-ms': { type: 'string', default: '0' },
    'render-time-ms': { type: 'string', default: '0' },
    'pdt-build-ms': { type: 'string', default: '0' },
    'sequence-rows': { type: 'string', default: '0' },
    developer: { type: 'string', multiple: true, default: [] },
    'deployment-type': { type: 'string', default: 'looker_hosted' },
  },
});

const sequenceRowCount = wholeNumber('sequence-rows', 1_000_000_000);
const options: SampleLookerOptions = {
  port: wholeNumber('port', 65_535),
  host: values.host,
  tokenTtlSeconds: wholeNumber('token-ttl-seconds', 86_400),
  oauth: {
    rotatesRefreshTokens: values['oauth-rotates-refresh-tokens'],
    ...(values['oauth-token-seconds'] === undefined
      ? {}
      : { tokenSeconds: wholeNumber('oauth-token-seconds', 86_400) }),
  },
  latencyMs: wholeNumber('latency-ms', 60_000),
  queryTimeMs: wholeNumber('query-time-ms', 600_000),
  renderTimeMs: wholeNumber('render-time-ms', 600_000),
  pdtBuildMs: wholeNumber('pdt-build-ms', 600_000),
  deploymentType: deploymentType(),
  developers: values.developer,
  ...(sequenceRowCount === 0 ? {} : { sequenceRowCount }),
  ...(values['client-id'] === undefined ? {} : { clientId: values['client-id'] }),
  ...(values['client-secret'] === undefined ? {} : { clientSecret: values['client-secret'] }),
  ...(values.today === undefined ? {} : { today: values.today }),
};
const starting = startSampleLooker(options);
const end = () => starting.then((looker) => looker.close()).finally(() => process.exit(0));
process.once('SIGTERM', end);
process.once('disconnect', end);
// A terminal sends Ctrl-C to the whole group; with a parent on the channel it is the parent who decides when this ends.
process.on('SIGINT', process.connected === true ? () => undefined : end);

const looker = await starting;
const ready = { base_url: looker.baseUrl, client_id: looker.clientId, client_secret: looker.clientSecret };
process.stdout.write(`${JSON.stringify(ready)}\n`);

type NumberFlag =
  | 'port'
  | 'token-ttl-seconds'
  | 'oauth-token-seconds'
  | 'latency-ms'
  | 'query-time-ms'
  | 'render-time-ms'
  | 'pdt-build-ms'
  | 'sequence-rows';

function deploymentType(): DeploymentType {
  const known = deploymentTypes.find((type) => type === values['deployment-type']);
  if (known !== undefined) return known;
  throw new RangeError(`--deployment-type must be one of ${deploymentTypes.join(', ')}`);
}

function wholeNumber(name: NumberFlag, highest: number): number {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= 0 && value <= highest) return value;
  throw new RangeError(`--${name} must be a whole number from 0 to ${highest}`);
}
