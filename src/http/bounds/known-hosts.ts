import { isIP } from 'class-validator';
import type { FastifyInstance } from 'fastify';
import type { Settings } from '../../config/settings.js';
import { AppError } from '../../errors/app-error.js';

/** Load balancers ask there under whatever name they know of, and learn nothing but whether this process is well. */
const HEALTH = /^\/(healthz|readyz)(?=[?#]|$)/;

/** The names by which a gateway is reached. */
export type HostPolicy = Pick<Settings['http'], 'publicUrl' | 'allowedHosts'>;

/**
 * Whether a request may be for this gateway by its `Host`: the name in `PUBLIC_URL`, those allowed, addresses, and names without a dot.
 * A web page that reaches a gateway by DNS rebinding (MCP, Streamable HTTP, security warning) comes under a name that its author registered and
 * then led here. None of these is such a name: the first ones the operator chose, and nobody can register an address or a name without a dot.
 */
export function isKnownHost(host: string, { publicUrl, allowedHosts }: HostPolicy): boolean {
  if (!URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  const isAddress = hostname.startsWith('[') || isIP(hostname);
  return (
    isAddress || !hostname.includes('.') || hostname === new URL(publicUrl).hostname || allowedHosts.includes(hostname)
  );
}

/** Refuses requests of other names, at all addresses but those of health. */
export function refuseUnknownHosts(http: FastifyInstance, policy: HostPolicy): void {
  http.addHook('onRequest', async ({ url, headers: { host } }) => {
    if (host === undefined || HEALTH.test(url) || isKnownHost(host, policy)) return;
    throw new AppError(
      'request.host_refused',
      'This gateway is not reached by the host name of this request. Use the address in PUBLIC_URL; or, where a proxy sends another name, list that in GATEWAY_ALLOWED_HOSTS.',
    );
  });
}
