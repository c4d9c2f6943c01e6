import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * The one address to listen on for a host name or address. For the name `localhost` alone, Fastify would open a second server
 * on each further address, without the bounds of connections and the answers to broken HTTP of the first. IPv4 comes first:
 * every machine has it.
 */
export const listenAddress = async (host: string): Promise<string> =>
  (await lookup(host, { order: 'ipv4first' })).address;

/**
 * Listens for a moment, and thus learns whether a process may: before a long start, of which nothing is left otherwise.
 * @throws what `listen` throws, such as EADDRINUSE
 */
export async function checkMayListen(address: string, port: number): Promise<void> {
  const probe = createServer().listen(port, address);
  await once(probe, 'listening');
  probe.close();
  await once(probe, 'close');
}
