import { AddressRefusedError, NotConnectedError } from '../http/guarded-agent.js';

const dns = (host: string) =>
  `The DNS has no address for ${host}: add an A or AAAA record for it, or correct the address.`;
const untrusted = (host: string) =>
  `The TLS certificate of ${host} is not signed by an authority that clients know: install one of a public authority, with its intermediate certificates.`;
const silent = (host: string) =>
  `${host} does not answer: open its port in the firewall to the internet, and check that its DNS record leads to the right machine.`;
const noTls = (host: string) =>
  `${host} does not speak TLS at this port: have the proxy take https there, or correct the port.`;
const closed = (host: string) =>
  `${host} closed the connection before it answered: look into the log of the proxy there, and see that the server behind it runs.`;
const nobody = (host: string) => `Nothing listens at ${host}: start the server or its proxy, or correct the port.`;
const expired = (host: string) => `The TLS certificate of ${host} has expired: renew it.`;
const early = (host: string) =>
  `The TLS certificate of ${host} is not valid yet: set the clock of whoever issued it, or of this machine.`;
const otherName = (host: string) =>
  `The TLS certificate of ${host} is for another name: install one that names ${host}, or use the address that it names.`;

/** By the codes of Node, OpenSSL and undici. */
const SENTENCES: Readonly<Record<string, (host: string) => string>> = {
  ENOTFOUND: dns,
  EAI_AGAIN: dns,
  ENODATA: dns,
  ECONNREFUSED: nobody,
  ETIMEDOUT: silent,
  EHOSTUNREACH: silent,
  ENETUNREACH: silent,
  UND_ERR_CONNECT_TIMEOUT: silent,
  ECONNRESET: closed,
  EPIPE: closed,
  UND_ERR_SOCKET: closed,
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  CERT_HAS_EXPIRED: expired,
  CERT_NOT_YET_VALID: early,
  ERR_TLS_CERT_ALTNAME_INVALID: otherName,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_UNTRUSTED: untrusted,
};

const codeOf = (error: unknown): string =>
  error instanceof NotConnectedError || (error instanceof Error && 'code' in error) ? String(error.code) : '';

/** Whether a connection ended while a request was on its way. */
export const isCutOff = (error: unknown): boolean => SENTENCES[codeOf(error)] === closed;

/**
 * Why nothing came from an address, and what to change.
 * @param host with its port, as it was asked.
 */
export function connectionFault(error: unknown, host: string): string {
  if (error instanceof AddressRefusedError)
    return `${host} leads into a private network, which hosted clients cannot reach: give it a public address, or run the check inside that network by its own name.`;
  const code = codeOf(error);
  return (
    SENTENCES[code]?.(host) ??
    `${host} could not be asked (${code || (error instanceof Error ? error.message : String(error))}): see that the server and its proxy run and speak HTTP.`
  );
}
