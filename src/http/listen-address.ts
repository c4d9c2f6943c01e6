import { lookup } from 'node:dns/promises';

/**
 * The one address to listen on for a host name or address. For the name `localhost` alone, Fastify would open a second server
 * on each further address, without the bounds of connections and the answers to broken HTTP of the first. IPv4 comes first:
 * every machine has it.
 */
export const listenAddress = async (host: string): Promise<string> =>
  (await lookup(host, { order: 'ipv4first' })).address;
