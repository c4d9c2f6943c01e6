/** What a value is called that is a secret, here and in Looker's API (the last five are Looker's, or other services'). */
export const SECRET_NAME =
  /secret|passw|passphrase|tokens?$|digest|credential|sealed|authorization$|(api|private)_?key|certificate$|jdbc_additional_params/i;

const MASK = '(masked)';
/** The user and password that an address may name (RFC 3986, 3.2.1). */
const USER_OF_ADDRESS = /(\/\/)[^\s/?#]+@/g;

/**
 * A copy without secrets: whatever stands under a secret's name, whole, but for `true`, `false` and `null`, which say only whether
 * there is one; the `value` beside a `name` or `key` that is a secret's; and the user and password in an address.
 */
export function masked(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(USER_OF_ADDRESS, `$1${MASK}@`);
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const isSecretsPair = entries.some(
    ([key, inner]) => /^(name|key)$/i.test(key) && typeof inner === 'string' && SECRET_NAME.test(inner),
  );
  return Object.fromEntries(
    entries.map(([key, inner]) => {
      const isSecret = SECRET_NAME.test(key) || (isSecretsPair && /^value$/i.test(key));
      return [key, isSecret && inner !== null && typeof inner !== 'boolean' ? MASK : masked(inner)];
    }),
  );
}
