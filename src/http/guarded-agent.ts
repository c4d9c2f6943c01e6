import { lookup as lookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector } from 'undici';

/** Thrown when an outgoing address is not one that a tenant may make us call. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
}

/** No connection was made, so nothing was sent. */
export class NotConnectedError extends Error {
  override readonly name = 'NotConnectedError';
  readonly code: string;

  constructor(cause: Error) {
    super(cause.message, { cause });
    this.code = 'code' in cause ? String(cause.code) : '';
  }
}

/** What an outgoing connection may reach. */
export interface AddressPolicy {
  /** Plain http, and loopback addresses: the sample and development only. */
  readonly loopbackAllowed: boolean;
  /** Host names and addresses that the operator trusts: reached over http too, and wherever they lead. */
  readonly trustedHosts: readonly string[];
}

export interface GuardedAgentOptions extends AddressPolicy {
  readonly connectTimeoutMs: number;
  readonly connectionsPerHostMax: number;
}

/** All IPv6 addresses that are given out for the public internet (RFC 4291, IANA's IPv6 address space). */
const IPV6_PUBLIC = ipaddr.parseCIDR('2000::/3');
/** The well-known prefix of NAT64 (RFC 6052). Where IPv4 stands in others, such as 64:ff9b:1::/48, only their network knows. */
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96');
/** Public by their form, and answered by the platform that a machine runs on: Azure's agent and DNS service. */
const PLATFORM_ADDRESSES: ReadonlySet<string> = new Set(['168.63.129.16']);

/** IPv4 inside IPv6 (mapped, NAT64, 6to4) is judged by the IPv4 address that it leads to. */
function innermost(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6)) return address;
  const bytes = address.toByteArray();
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  if (address.match(NAT64)) return ipaddr.fromByteArray(bytes.slice(12));
  if (address.range() === '6to4') return ipaddr.fromByteArray(bytes.slice(2, 6));
  return address;
}

const bareHost = (hostname: string) => hostname.replace(/^\[|\]$/g, '');
const isTrusted = (host: string, policy: AddressPolicy) => policy.trustedHosts.includes(host);

/** Whether an IP address may be connected to: public unicast that no platform keeps for itself, loopback by policy, nothing else. */
export function isAddressAllowed(text: string, policy: AddressPolicy): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = innermost(ipaddr.parse(text));
  const range = address.range();
  if (range === 'loopback') return policy.loopbackAllowed;
  if (PLATFORM_ADDRESSES.has(address.toString())) return false;
  return range === 'unicast' && (address.kind() === 'ipv4' || address.match(IPV6_PUBLIC));
}

/**
 * Checks the written form of a tenant's address before it is stored.
 * @returns why it is refused, or undefined.
 */
export function urlProblem(url: URL, policy: AddressPolicy): string | undefined {
  if (url.username !== '' || url.password !== '') return 'it must not contain a user name or password';
  const host = bareHost(url.hostname);
  if (isTrusted(host, policy)) return undefined;
  const isLoopback =
    host === 'localhost' || (ipaddr.isValid(host) && innermost(ipaddr.parse(host)).range() === 'loopback');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback && policy.loopbackAllowed))
    return 'it must start with https://';
  if (ipaddr.isValid(host) && !isAddressAllowed(host, policy)) return 'it leads into a private network';
  return undefined;
}

/**
 * A keep-alive connection pool that refuses addresses inside private networks. The check is made on the address that is
 * really connected to, at connect time, so that a name whose answer changes in between (DNS rebinding) gains nothing.
 * Requests fail with `AddressRefusedError` or `NotConnectedError` where no connection is made.
 */
export function createGuardedAgent(options: GuardedAgentOptions): Agent {
  const guardedLookup: LookupFunction = (hostname, lookupOptions, done) => {
    lookupAddress(hostname, { ...lookupOptions, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      const allowed = addresses.filter(
        ({ address }) => isTrusted(hostname, options) || isAddressAllowed(address, options),
      );
      const [first] = allowed;
      if (first === undefined) return done(new AddressRefusedError(`${hostname} leads into a private network`), '', 0);
      return lookupOptions.all ? done(null, allowed) : done(null, first.address, first.family);
    });
  };
  const connect = buildConnector({ timeout: options.connectTimeoutMs, lookup: guardedLookup });
  return new Agent({
    connections: options.connectionsPerHostMax,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    connect: (target, done) => {
      const host = bareHost(target.hostname);
      // Node looks up no name for a literal address, so the guarded look-up would never see it.
      if (ipaddr.isValid(host) && !isTrusted(host, options) && !isAddressAllowed(host, options))
        return done(new AddressRefusedError(`${host} leads into a private network`), null);
      return connect(target, (...[error, socket]) => {
        if (error === null) return done(null, socket);
        return done(error instanceof AddressRefusedError ? error : new NotConnectedError(error), null);
      });
    },
  });
}
