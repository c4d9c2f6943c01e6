import { domainToASCII, domainToUnicode } from 'node:url';

const CHARACTERS_MAX = 254;
/** What needs quotes in the part before the @, is not seen, or breaks a line: nobody has such an address, and it could read as another one. */
const LOCAL = /^[^\s@"(),:;<>[\]\\\p{Cc}\p{Cf}\p{Z}\p{Surrogate}]{1,64}$/u;
const DOMAIN = /^(?:[a-z0-9_-]{1,63}\.)*[a-z0-9-]{1,63}$/;

/**
 * An e-mail address as it is compared: its domain as DNS has it (RFC 5891), and A to Z in small letters. No other letter is folded: the
 * small letter of U+212A, the sign of kelvins, is an ordinary k, and the two are not one mailbox.
 * @returns undefined for what is no address.
 */
export function emailAddress(text: string): string | undefined {
  if (text.length > CHARACTERS_MAX) return undefined;
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, at), mailDomain(text.slice(at + 1))];
  return at > 0 && LOCAL.test(local) && domain !== undefined ? `${small(local)}@${domain}` : undefined;
}

/** A domain of addresses as it is compared; undefined for what is none, or is written with signs that DNS leaves out or reads as others. */
export function mailDomain(text: string): string | undefined {
  const domain = domainToASCII(text);
  if (!DOMAIN.test(domain)) return undefined;
  const [shown, written] = [domainToUnicode(domain), text.normalize('NFC')];
  const isPlain = shown === written.toLowerCase() && foreignIn(shown) === foreignIn(written);
  return small(text) === domain || isPlain ? domain : undefined;
}

const foreignIn = (text: string): number => [...text].filter((letter) => letter > '\x7e').length;

/** The domain of an address that `emailAddress` gave. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** Such an address with its domain as people write it. */
export const shownAddress = (address: string): string =>
  `${address.slice(0, address.lastIndexOf('@'))}@${domainToUnicode(domainOf(address))}`;

const small = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

const ASCII = /^[\x20-\x7e]*$/;

/** An address as configs hold it: in letters of its script, and as it is compared. */
export const writtenAddress = (text: string): string => {
  if (ASCII.test(text)) return small(text);
  const address = emailAddress(text);
  return address === undefined ? text : shownAddress(address);
};

/** The same of a domain. */
export const writtenDomain = (text: string): string =>
  ASCII.test(text) ? small(text) : domainToUnicode(mailDomain(text) ?? text);
