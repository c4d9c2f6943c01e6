import { once } from 'node:events';
import { createServer } from 'node:net';

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
