import type { components } from '../api/schema/rest-api.ts';

type Config = components['schemas']['McpServerConfigView'];

/** Whose tokens a URL takes. */
export type Provider = components['schemas']['OauthConfigView']['provider'];
/** As whom Looker is called for people who sign in. */
export type CalledAs = 'themselves' | 'service_account' | 'either';

/** The URL that a client is to take. */
export interface GuideTarget {
  readonly name: string;
  readonly url: string;
  /** What its callers need besides the URL. */
  readonly auth: Config['auth'];
  /** Where people sign in to it; null where they do not. */
  readonly provider: Provider | null;
  /** Null where nobody signs in. */
  readonly calledAs: CalledAs | null;
}

interface GuidedServer {
  readonly name: string;
  readonly url: string;
  readonly config: Pick<Config, 'auth' | 'oauth'>;
}

/** A server as guides tell of it: a config says where people sign in also where they do not. */
export function guideTarget({ name, url, config: { auth, oauth } }: GuidedServer): GuideTarget {
  if (auth !== 'oauth') return { name, url, auth, provider: null, calledAs: null };
  return { name, url, auth, provider: oauth.provider, calledAs: calledAs(oauth) };
}

function calledAs({ provider, sign_in: signIn }: Config['oauth']): CalledAs {
  if (provider !== 'gateway') return provider === 'looker' ? 'themselves' : 'service_account';
  if (!signIn.includes('looker')) return 'service_account';
  return signIn.length === 1 ? 'themselves' : 'either';
}

const INTERNAL_NAME = /(^|\.)(localhost|local|internal|lan|home\.arpa|test)$/;
const INTERNAL_ADDRESS =
  /^(10|127|0)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^\[(::1?|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*)\]$/;

/** Why a client that calls from the internet cannot reach this URL; undefined: nothing in it says so. */
export function unreachable(url: string): string | undefined {
  const { hostname, host, protocol } = new URL(url);
  const isInternal = INTERNAL_NAME.test(hostname) || INTERNAL_ADDRESS.test(hostname) || !/[.:]/.test(hostname);
  if (isInternal) return `It calls from the internet, where nobody reaches ${host}.`;
  return protocol === 'https:' ? undefined : 'It calls from the internet, and by https only; this URL is plain http.';
}

/** Whether the URL leads to the machine of its reader. */
export const isOwnMachine = (url: string): boolean => /^(localhost|127\.0\.0\.1)$/.test(new URL(url).hostname);
