import type { SignInUnderWay } from '../server/authorization-server.js';

/** What turns the direction of writing, breaks a line or is not seen: a name with it could read as a sentence of ours. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** A longer name would be room for a sentence that reads as ours. */
const NAME_CHARACTERS_MAX = 50;

/** What a client calls itself, and where its answers go, which is all of it that is verified. */
export function clientOf({ clientName, redirectUri }: SignInUnderWay) {
  const { host, protocol } = new URL(redirectUri);
  const isOwnMachine = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
  const where = /^https?:$/.test(protocol) ? host : `the program that opens ${protocol}`;
  const name = clientName.replaceAll(UNSEEN, ' ').trim();
  return {
    name: name === '' ? 'A program without a name' : shortened(name),
    host: isOwnMachine ? `a program on this machine (${host})` : where,
  };
}

/** Hosts may hold `;` and `,` (WHATWG URL), which end a directive of a content security policy. */
const PLAIN_ORIGIN = /^https?:\/\/[a-z0-9.:[\]_-]+$/;

function shortened(name: string): string {
  const characters = [...name];
  if (characters.length <= NAME_CHARACTERS_MAX) return name;
  return `${characters
    .slice(0, NAME_CHARACTERS_MAX - 1)
    .join('')
    .trimEnd()}…`;
}

/** Where the form of consent leads in the end: browsers check redirects of a form, too. */
export function targetOf({ redirectUri }: SignInUnderWay): string {
  const { origin, protocol } = new URL(redirectUri);
  return PLAIN_ORIGIN.test(origin) ? origin : protocol;
}
