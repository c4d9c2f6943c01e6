import type { Settings } from '../../config/settings.js';
import { AppError } from '../../errors/app-error.js';

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The policy that the settings spell. */
export const originPolicy = ({ http, local }: Settings): OriginPolicy => ({
  publicUrl: http.publicUrl,
  allowedOrigins: http.allowedOrigins,
  loopbackAllowed: local.enabled,
});

/** From where browsers may call: the gateway's own origin, those configured, and in local mode any loopback origin. */
export interface OriginPolicy {
  readonly publicUrl: string;
  readonly allowedOrigins: readonly string[];
  readonly loopbackAllowed: boolean;
}

const isLoopback = (origin: string) => URL.canParse(origin) && LOOPBACK_HOSTS.has(new URL(origin).hostname);

/** Whether web pages of this origin may call. */
export const isOriginAllowed = (origin: string, policy: OriginPolicy): boolean =>
  origin === policy.publicUrl ||
  policy.allowedOrigins.includes(origin) ||
  (policy.loopbackAllowed && isLoopback(origin));

/**
 * MCP servers must check `Origin`, so that a web page cannot reach a local one by DNS rebinding (MCP, Streamable HTTP,
 * security warning). Programs send none, and pass.
 * @throws AppError `request.origin_refused`
 */
export function checkOrigin(origin: string | undefined, policy: OriginPolicy): void {
  if (origin === undefined || isOriginAllowed(origin, policy)) return;
  throw new AppError(
    'request.origin_refused',
    'Web pages of this origin may not call. Name it in GATEWAY_ALLOWED_ORIGINS to allow it.',
  );
}
