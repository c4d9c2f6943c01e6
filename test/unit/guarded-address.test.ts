import { describe, expect, it } from 'vitest';
import { type AddressPolicy, isAddressAllowed, urlProblem } from '../../src/http/guarded-agent.js';

const strict: AddressPolicy = { loopbackAllowed: false, trustedHosts: [] };
const local: AddressPolicy = { loopbackAllowed: true, trustedHosts: [] };
const trusting: AddressPolicy = {
  loopbackAllowed: false,
  trustedHosts: ['looker.internal', '10.20.0.7', '::1', 'fd00::7'],
};

const LOOPBACK = [
  '127.0.0.1',
  '127.1.2.3',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
];
/** What platforms answer at, to the machines that run on them: instance metadata, credentials, agents, DNS. */
const PLATFORM = [
  // AWS, Azure, Google Cloud, Oracle Cloud, DigitalOcean and Hetzner; AWS's containers, pods and time service.
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '169.254.169.123',
  '169.254.169.253',
  // Oracle Cloud's older one, Alibaba Cloud's, and those of AWS and Google Cloud in IPv6.
  '192.0.0.192',
  '100.100.100.200',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
  // Azure's agent and DNS service, which has the form of a public address.
  '168.63.129.16',
  '::ffff:168.63.129.16',
  '::ffff:a83f:8110',
  '64:ff9b::168.63.129.16',
  '2002:a83f:8110::1',
];
const REFUSED = [
  ...PLATFORM,
  // RFC 1918, shared address space (RFC 6598), link-local.
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.0.1',
  // "This host", documentation, benchmarking, 6to4 relays, multicast, reserved, broadcast.
  '0.0.0.0',
  '0.1.2.3',
  '192.0.0.8',
  '192.0.2.1',
  '198.51.100.1',
  '203.0.113.5',
  '198.18.0.1',
  '192.88.99.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  // IPv6: unspecified, link-local, site-local, unique local, multicast, documentation, discard, Teredo, unallocated.
  '::',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'fc00::1',
  'ff02::1',
  '2001:db8::1',
  '3fff::1',
  '100::1',
  '100:0:0:1::1',
  '2001::1',
  '5f00::1',
  '4000::1',
  // IPv4 inside IPv6: mapped, compatible, translated, NAT64, 6to4.
  '::ffff:10.0.0.1',
  '::ffff:a9fe:a9fe',
  '::a00:1',
  '::7f00:1',
  '::ffff:0:10.0.0.1',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b::10.0.0.1',
  '2002:a00:1::',
  '2002:a9fe:a9fe::1',
  // NAT64 with a prefix of the network's own (RFC 8215): where the IPv4 address stands in it is not to be known.
  '64:ff9b:1::808:808',
  '64:ff9b:1:a00:0:100:808:808',
];
const NOT_ADDRESSES = ['', 'localhost', 'example.com', '1.2.3.4.5', '[::1]', 'http://8.8.8.8'];
const PUBLIC = [
  '8.8.8.8',
  '1.1.1.1',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.255.255',
  '100.63.255.255',
  '100.128.0.1',
  '168.63.129.15',
  '168.63.129.17',
  '2606:4700:4700::1111',
  '::ffff:8.8.8.8',
  '64:ff9b::808:808',
  '2002:808:808::1',
];

describe('an address to connect to', () => {
  it.each(PUBLIC)('%s is public and is allowed', (address) => {
    expect(isAddressAllowed(address, strict)).toBe(true);
    expect(isAddressAllowed(address, local)).toBe(true);
  });

  it.each([...REFUSED, ...NOT_ADDRESSES])('%j is refused, in local mode too', (address) => {
    expect(isAddressAllowed(address, strict)).toBe(false);
    expect(isAddressAllowed(address, local)).toBe(false);
  });

  it.each(LOOPBACK)('%s is loopback: refused, but allowed in local mode', (address) => {
    expect(isAddressAllowed(address, strict)).toBe(false);
    expect(isAddressAllowed(address, local)).toBe(true);
  });
});

const literal = (address: string) => (address.includes(':') ? `[${address}]` : address);
const problem = (text: string, policy = strict) => urlProblem(new URL(text), policy);

describe('the written form of an address', () => {
  it.each([...REFUSED.filter((address) => !address.includes('%')), ...LOOPBACK])(
    'https://%s leads into a private network',
    (address) => {
      expect(problem(`https://${literal(address)}`)).toBe('it leads into a private network');
    },
  );

  it.each([...PUBLIC.map(literal), 'acme.cloud.looker.com', 'looker.example.com:19999'])(
    'https://%s passes',
    (host) => {
      expect(problem(`https://${host}`)).toBeUndefined();
    },
  );

  it.each(['0177.0.0.1', '0x7f.1', '2130706433', '127.1', '017700000001', '①②⑦.0.0.1', '%31%32%37.0.0.1'])(
    'https://%s is loopback in disguise and is refused',
    (host) => {
      expect(problem(`https://${host}`)).toBe('it leads into a private network');
    },
  );

  it.each(['http://acme.cloud.looker.com', 'http://8.8.8.8', 'ftp://acme.cloud.looker.com', 'http://localhost'])(
    '%s is refused: it is not https',
    (text) => {
      expect(problem(text)).toBe('it must start with https://');
    },
  );

  it.each(['http://localhost:19999', 'http://127.0.0.1:19999', 'http://[::1]:19999', 'https://127.0.0.1'])(
    '%s passes in local mode',
    (text) => {
      expect(problem(text, local)).toBeUndefined();
    },
  );

  it.each(['http://acme.cloud.looker.com', 'http://10.0.0.1', 'http://8.8.8.8', 'http://localhost.example.com'])(
    '%s is refused in local mode too: plain http is for loopback alone',
    (text) => {
      expect(problem(text, local)).toBe('it must start with https://');
    },
  );

  it.each([
    'http://looker.internal:19999',
    'https://looker.internal',
    'http://LOOKER.internal',
    'http://10.20.0.7',
    'http://[::1]:19999',
    'https://[fd00:0:0::7]',
  ])('%s passes where the operator trusts the host', (text) => {
    expect(problem(text, trusting)).toBeUndefined();
  });

  it.each(['http://sub.looker.internal', 'http://looker.internal.example.com', 'http://10.20.0.8', 'http://[::2]'])(
    '%s is not trusted because another host is',
    (text) => {
      expect(problem(text, trusting)).toBe('it must start with https://');
    },
  );

  it.each([
    'https://user@acme.cloud.looker.com',
    'https://user:secret@acme.cloud.looker.com',
    'https://:x@looker.internal',
  ])('%s is refused: it holds credentials', (text) => {
    for (const policy of [strict, local, trusting])
      expect(problem(text, policy)).toBe('it must not contain a user name or password');
  });
});
