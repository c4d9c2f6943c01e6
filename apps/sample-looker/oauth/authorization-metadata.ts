import type { FastifyInstance } from 'fastify';
import type { Instance } from '../instance.js';

/**
 * Looker's authorization server metadata (RFC 8414) on the web host: what is known that Looker says, and no more. There is
 * no `registration_endpoint`; an administrator registers each app.
 */
export function registerAuthorizationMetadata(app: FastifyInstance, instance: Instance): void {
  app.get('/.well-known/oauth-authorization-server', () => {
    const issuer = instance.origin();
    return {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/api/token`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
    };
  });
}
