import { isAddressAllowed } from '../http/guarded-agent.js';

/** From where a host can be reached, as far as its name tells: this machine alone, a network of its own, or the internet. */
export type HostKind = 'loopback' | 'private' | 'public';

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;
/** RFC 6761, 6762 and 8375, what ICANN has set aside, and what routers at home use. */
const PRIVATE_NAME = /^[^.]+$|\.(local|internal|lan|home\.arpa|test|intranet|corp|home)$/;

/** As `URL` writes them. */
const isAddress = (hostname: string) => hostname.startsWith('[') || /^\d+(\.\d+){3}$/.test(hostname);

const NOBODY_TRUSTED = { loopbackAllowed: false, trustedHosts: [] };

/** @param hostname as `URL` has it: in small letters, IPv6 in brackets. */
export function hostKind(hostname: string): HostKind {
  if (LOOPBACK.test(hostname)) return 'loopback';
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isAddress(hostname)) return isAddressAllowed(address, NOBODY_TRUSTED) ? 'public' : 'private';
  return PRIVATE_NAME.test(hostname) ? 'private' : 'public';
}
