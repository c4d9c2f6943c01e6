import { describe, expect, it } from 'vitest';
import { isKnownHost } from '../../src/http/bounds/known-hosts.js';

const policy = { publicUrl: 'https://gateway.example.com', allowedHosts: ['gateway.default.svc.cluster.local'] };

describe('the Host of a request', () => {
  it.each([
    'gateway.example.com',
    'Gateway.Example.Com:443',
    'gateway.example.com:3000',
    'gateway.default.svc.cluster.local:3000',
    'localhost:3000',
    'gateway:3000',
    '127.0.0.1',
    '10.1.2.3:3000',
    '[::1]:3000',
    '[fd00::1]',
  ])('%s is known', (host) => {
    expect(isKnownHost(host, policy)).toBe(true);
  });

  it.each([
    'evil.example',
    'evil.example:3000',
    'www.gateway.example.com',
    'gateway.example.com.evil.example',
    'evilgateway.example.com',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    'gateway.example.com.',
    'a b',
    'gateway.example.com@evil.example',
    '',
  ])('"%s" is not', (host) => {
    expect(isKnownHost(host, policy)).toBe(false);
  });
});
