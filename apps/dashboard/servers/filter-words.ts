import { amount } from '../records/amounts.ts';
import { secondsWords } from '../records/time-words.ts';
import type { ServerConfig } from './server-queries.ts';

const METHOD_WORDS: Record<string, string> = {
  read: 'Read',
  write: 'create, update and delete',
  custom: 'other actions',
};

/** Servers that were issued without any methods may use all. */
const isEverything = (methods: readonly string[]) =>
  methods.length === 0 || Object.keys(METHOD_WORDS).every((group) => methods.includes(group));

const AREAS_SHOWN_MAX = 3;

export const areaName = (tag: string): string => tag.replaceAll('_', ' ');

const joined = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** `Read, in dashboards and looks`: what the filters of a server let pass, in a few words. */
export function filterWords({ methods, tags, tools }: Pick<ServerConfig, 'methods' | 'tags' | 'tools'>): string {
  if (methods.length === 0 && tags.length === 0 && tools.include.length > 0) return 'Single tools only';
  const doing = isEverything(methods) ? 'Everything' : joined(methods.map((method) => METHOD_WORDS[method] ?? method));
  const shown = tags.slice(0, AREAS_SHOWN_MAX).map(areaName);
  const rest = tags.length - shown.length;
  const areas = rest > 0 ? [...shown, `${rest} more`] : shown;
  return capitalized(doing) + (areas.length === 0 ? '' : `, in ${joined(areas)}`);
}

const AUTH_WORDS: Readonly<Record<ServerConfig['auth'], string>> = {
  url: 'Whoever holds the URL can use it.',
  api_token: 'The URL alone opens nothing: each request also needs an API token of the organization.',
  oauth: 'The URL alone opens nothing: people sign in, and let their client in.',
};

/** As whom Looker is asked, of those who sign in. */
const SIGNED_IN_WORDS: Readonly<Record<string, string>> = {
  looker: 'Calls of people who sign in at Looker have their own permissions there.',
  member: 'Calls of people who sign in as members are made by the service account.',
  openid_provider: 'People who sign in at the organization’s OpenID provider are called for by the service account.',
  external: 'Tokens of your own authorization server are taken; Looker is called by the service account.',
};

function signInSentences({ auth, oauth }: ServerConfig): string[] {
  if (auth !== 'oauth') return [AUTH_WORDS[auth]];
  const kinds = oauth.provider === 'gateway' ? oauth.sign_in : [oauth.provider];
  const named = [...oauth.emails, ...oauth.domains.map((domain) => `everybody at ${domain}`)];
  return [
    AUTH_WORDS.oauth,
    ...kinds.flatMap((kind) => SIGNED_IN_WORDS[kind] ?? []),
    ...(named.length > 0 ? [`Only for ${joined(named)}.`] : []),
    ...(oauth.client_credentials ? ['Programs of the organization come in without a person.'] : []),
  ];
}

/** What a URL with this config may do, one sentence each. */
export function permissionSentences(config: ServerConfig): string[] {
  const { methods, tags, tools, limits } = config;
  const changes = methods.length === 0 || methods.some((method) => method !== 'read');
  const onlyNamed = methods.length === 0 && tags.length === 0 && tools.include.length > 0;
  const areas = tags.length === 0 ? 'all areas of Looker' : joined(tags.map(areaName));
  const doing = isEverything(methods)
    ? 'do everything'
    : joined(methods.map((word) => (METHOD_WORDS[word] ?? `use “${areaName(word)}”`).toLowerCase()));
  return [
    onlyNamed ? 'It may use only the tools named below.' : `It may ${doing}, in ${areas}.`,
    ...(changes || onlyNamed ? [] : ['It changes nothing in Looker; running queries counts as reading.']),
    ...(tools.include.length > 0 ? [`Always in: ${tools.include.join(', ')}.`] : []),
    ...(tools.exclude.length > 0 ? [`Never: ${tools.exclude.join(', ')}.`] : []),
    ...signInSentences(config),
    `One call brings at most ${amount(limits.rows)} rows and ${amount(limits.characters)} characters, and takes at most ${secondsWords(limits.seconds)}.`,
    config.log_arguments
      ? 'The call log keeps the arguments of each call, with secrets masked.'
      : 'The call log keeps a digest of the arguments, not the arguments themselves.',
  ];
}
