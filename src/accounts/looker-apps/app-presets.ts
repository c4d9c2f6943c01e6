import { createHash } from 'node:crypto';

/** What Looker has to know of a program at which people sign in with their Looker account (Looker operation register_oauth_client_app). */
export interface LookerApp {
  readonly clientGuid: string;
  readonly displayName: string;
  readonly description: string;
  /** The one address where the program takes its answers. */
  readonly redirectUri: string;
}

/** Programs that bring the token of a person's sign-in at Looker along, where each of them takes its answers. */
const CLIENTS = {
  'claude-desktop': { displayName: 'Claude Desktop', redirectUri: 'https://claude.ai/api/mcp/auth_callback' },
  cursor: { displayName: 'Cursor', redirectUri: 'https://cursor.com/mcp/callback' },
  vscode: { displayName: 'VS Code', redirectUri: 'https://vscode.dev/redirect' },
  antigravity: { displayName: 'Antigravity', redirectUri: 'https://antigravity.google/oauth-callback' },
} as const;

/** `gateway`: people sign in at Looker on the gateway's pages. `custom`: whatever the caller describes. */
export const APP_PRESETS = ['gateway', 'claude-desktop', 'cursor', 'vscode', 'antigravity', 'custom'] as const;
export type AppPreset = (typeof APP_PRESETS)[number];
export type ClientPreset = keyof typeof CLIENTS;

/** Begins and ends so that it is a path segment of its own, and none that leads elsewhere. */
export const CLIENT_GUID = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,254}$/;

/** Names a Looker in addresses: nobody finds another origin that is named so. */
export const lookerKey = (baseUrl: string): string =>
  createHash('sha256').update(new URL(baseUrl).origin).digest('base64url').slice(0, 22);

/**
 * Where a Looker sends people back to who signed in there for the gateway. Each has an address of its own: one that leads its visitors on to
 * another Looker must not get the code with which they come back from there (RFC 9700, 4.4.2, mix-up).
 */
export const lookerCallback = (publicUrl: string, baseUrl: string): string =>
  `${publicUrl}/oauth/looker/callback/${lookerKey(baseUrl)}`;

/** A gateway, and the origin of a Looker's API. */
export interface AppPlace {
  readonly publicUrl: string;
  readonly baseUrl: string;
}

/** Two gateways that use one Looker have an app each there. */
const gatewayGuid = (publicUrl: string) =>
  `looker-mcp-gateway-${new URL(publicUrl).host.replaceAll(/[^A-Za-z0-9]+/g, '-')}`;

/** @param known the guid that the account has already, which somebody may have chosen. */
export const gatewayApp = ({ publicUrl, baseUrl }: AppPlace, known: string | null): LookerApp => ({
  clientGuid: known ?? gatewayGuid(publicUrl),
  displayName: 'Looker MCP gateway',
  description: `Signs people in for the MCP servers of ${publicUrl}`,
  redirectUri: lookerCallback(publicUrl, baseUrl),
});

const clientApp = (preset: ClientPreset): LookerApp => {
  const { displayName, redirectUri } = CLIENTS[preset];
  return { clientGuid: preset, displayName, description: displayName, redirectUri };
};

const isClient = (preset: AppPreset): preset is ClientPreset => preset in CLIENTS;

/** The app of a preset; undefined for one that the caller has to describe. */
export function presetApp(preset: AppPreset, place: AppPlace, known: string | null): LookerApp | undefined {
  if (preset === 'gateway') return gatewayApp(place, known);
  return isClient(preset) ? clientApp(preset) : undefined;
}
