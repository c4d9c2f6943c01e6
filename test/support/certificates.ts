import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Pair {
  readonly key: string;
  readonly cert: string;
}

/** Certificates of a server at 127.0.0.1, signed by an authority of their own. */
export interface TestCertificates {
  /** The file of the authority's certificate. */
  readonly authority: string;
  readonly pairs: { readonly valid: Pair; readonly expired: Pair; readonly otherName: Pair };
  remove(): Promise<void>;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export async function certificates(): Promise<TestCertificates> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-certificates-'));
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder });
  await openssl(
    'req',
    '-x509',
    ...NEW_KEY,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=Test CA',
  );
  const pair = async (name: string, subject: string, days: string): Promise<Pair> => {
    await openssl('req', ...NEW_KEY, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', '/CN=test');
    await writeFile(at(`${name}.ext`), `subjectAltName=${subject}\n`);
    const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', `${name}.ext`, '-days', days];
    await openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...signed);
    return { key: await readFile(at(`${name}.key`), 'utf8'), cert: await readFile(at(`${name}.pem`), 'utf8') };
  };
  const valid = await pair('valid', 'IP:127.0.0.1', '1');
  const expired = await pair('expired', 'IP:127.0.0.1', '-1');
  const otherName = await pair('other-name', 'DNS:other.example', '1');
  const remove = () => rm(folder, { recursive: true, force: true });
  return { authority: at('ca.pem'), pairs: { valid, expired, otherName }, remove };
}
