/** `WWW-Authenticate` as RFC 6750, 3, and RFC 9728, 5.1, have it. */
export interface Challenge {
  /** In small letters, such as `bearer`. */
  readonly scheme: string;
  readonly realm: string | undefined;
  readonly error: string | undefined;
  readonly scope: string | undefined;
  readonly resourceMetadata: string | undefined;
}

const PARAMETER = /([a-z_]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/gi;
const CHARACTERS_MAX = 4_000;

/** Reads the header; of several challenges the first with metadata, else the first. Undefined: there is none. */
export function readChallenge(header: string | undefined): Challenge | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const text = header.slice(0, CHARACTERS_MAX);
  const parts = text
    .split(/(?:^|,)\s*(?=[a-z][\w-]*\s+[a-z_]+\s*=|[a-z][\w-]*\s*(?:,|$))/i)
    .filter((part) => part.trim() !== '');
  const challenges = parts.map(challengeOf);
  return challenges.find(({ resourceMetadata }) => resourceMetadata !== undefined) ?? challenges[0];
}

function challengeOf(text: string): Challenge {
  const [, scheme = '', rest = ''] = /^\s*([\w-]+)\s*(.*)$/s.exec(text) ?? [];
  const parameters = new Map(
    [...rest.matchAll(PARAMETER)].map(([, name = '', quoted, plain]) => [
      name.toLowerCase(),
      quoted?.replaceAll(/\\(.)/g, '$1') ?? plain,
    ]),
  );
  return {
    scheme: scheme.toLowerCase(),
    realm: parameters.get('realm'),
    error: parameters.get('error'),
    scope: parameters.get('scope'),
    resourceMetadata: parameters.get('resource_metadata'),
  };
}
