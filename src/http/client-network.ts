import ipaddr from 'ipaddr.js';

/** A provider gives one customer at least this much of IPv6 (RFC 6177); each address in it is as good as another. */
const IPV6_NETWORK_BITS = 64;
/** And this much at most, as a rule: 65,536 such networks. */
const IPV6_SITE_BITS = 48;

/** What stands for one client when requests are counted: an IPv4 address, the /64 of an IPv6 address. */
export const networkOf = (address: string): string => networkPrefix(address, IPV6_NETWORK_BITS);

/**
 * What shares one part of a line in which requests wait: an IPv4 address, the /48 of an IPv6 address. Wider than what is
 * counted, so that nobody takes the places of others with the many networks of one site.
 */
export const siteOf = (address: string): string => networkPrefix(address, IPV6_SITE_BITS);

function networkPrefix(address: string, ipv6Bits: number): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${ipv6Bits}`).toString();
}

type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** Reads addresses and networks such as 10.0.0.0/8. */
export const networksOf = (texts: readonly string[]): readonly Network[] =>
  texts.map((text) => {
    if (text.includes('/')) return ipaddr.parseCIDR(text);
    const address = ipaddr.process(text);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  });

/** Whether an address is one of these networks'. */
export function isIn(address: string, networks: readonly Network[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return networks.some((network) => network[0].kind() === parsed.kind() && parsed.match(network));
}
