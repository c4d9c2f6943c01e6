import { describe, expect, it } from 'vitest';
import type { SignInUnderWay } from '../../src/auth/oauth/server/authorization-server.js';
import { targetOf } from '../../src/auth/oauth/sign-in/client-at-sign-in.js';

const at = (redirectUri: string) => targetOf({ redirectUri } as SignInUnderWay);

describe('where the form of consent may lead', () => {
  it.each([
    ['https://claude.ai/api/mcp/auth_callback', 'https://claude.ai'],
    ['http://127.0.0.1:4711/callback', 'http://127.0.0.1:4711'],
    ['http://[::1]:4711/callback', 'http://[::1]:4711'],
    ['com.example.app:/callback', 'com.example.app:'],
    ['https://evil;sandbox/cb', 'https:'],
    ['https://a,b/cb', 'https:'],
  ])('for %s is %s, which is one source and ends no directive', (redirectUri, source) => {
    expect(at(redirectUri)).toBe(source);
  });
});
