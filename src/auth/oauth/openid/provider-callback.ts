import { createHash } from 'node:crypto';

/** Names an organization's provider in addresses: neither another organization's nor another issuer is named so. */
export const providerKey = (organizationId: string, issuer: string): string =>
  createHash('sha256')
    .update(JSON.stringify([organizationId, issuer]))
    .digest('base64url')
    .slice(0, 22);

/**
 * Where a provider sends people back to. Each has an address of its own: one that leads its visitors on to another provider must not get the
 * code with which they come back from there (RFC 9700, 4.4.2, mix-up), and the other one does not know this address.
 */
export const providerCallback = (publicUrl: string, organizationId: string, issuer: string): string =>
  `${publicUrl}/oauth/openid/callback/${providerKey(organizationId, issuer)}`;
