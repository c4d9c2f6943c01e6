/**
 * Whether a header such as `Accept` or `Accept-Encoding` names one of these and does not refuse it with `q=0` (RFC 9110, 12.4.2).
 * What a range or `*` includes, the caller names too.
 */
export function accepts(header: string | undefined, ...names: readonly string[]): boolean {
  return (header ?? '').split(',').some((item) => {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    return names.includes(name) && !parameters.some((each) => /^q=0(\.0*)?$/.test(each));
  });
}
