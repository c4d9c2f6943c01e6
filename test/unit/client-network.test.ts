import { describe, expect, it } from 'vitest';
import { networkOf, siteOf } from '../../src/http/client-network.js';

describe('a client that is counted by address', () => {
  it('is its IPv4 address, also when that is written as IPv6', () => {
    expect(networkOf('192.0.2.7')).toBe('192.0.2.7');
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
    expect(networkOf('192.0.2.8')).not.toBe(networkOf('192.0.2.7'));
  });

  it('is its whole /64 network of IPv6, in whichever spelling', () => {
    const network = networkOf('2001:db8:1:2::1');
    for (const address of ['2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:0DB8:1:2::abcd'])
      expect(networkOf(address)).toBe(network);
    expect(networkOf('2001:db8:1:3::1')).not.toBe(network);
  });

  it('shares a line with its whole /48 of IPv6, and with nobody as an IPv4 address', () => {
    const site = siteOf('2001:db8:1:2::1');
    for (const address of ['2001:db8:1:ffff::1', '2001:0DB8:1::']) expect(siteOf(address)).toBe(site);
    for (const address of ['2001:db8:2:2::1', '192.0.2.7', '']) expect(siteOf(address)).not.toBe(site);
    expect(siteOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
  });

  it('is the text itself where that is no address', () => {
    expect(networkOf('unix:')).toBe('unix:');
  });
});
