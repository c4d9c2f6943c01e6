import { ConfigurationError } from './config/environment.js';
import { DataFolderError } from './database/data-folder-error.js';
import { DatabaseOpenError } from './database/prepare-database.js';
import { SampleLookerError } from './local-mode/sample-looker.js';
import { MasterKeyError } from './master-key-check.js';

/** Their messages say what happened and what to do. */
const PLAIN_KINDS = [ConfigurationError, DataFolderError, DatabaseOpenError, MasterKeyError, SampleLookerError];

/** What Node adds to the errors of the operating system. */
interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;
  readonly address?: string;
  readonly hostname?: string;
  readonly port?: number;
}

const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  'syscall' in error &&
  typeof error.syscall === 'string';

const NO_RIGHT = ['EACCES', 'EPERM', 'EROFS'];

/** What to say of a failed start in a sentence or two; undefined for an error that nobody foresaw. */
export function knownProblem(error: unknown): string | undefined {
  if (error instanceof Error && PLAIN_KINDS.some((kind) => error instanceof kind)) return error.message;
  if (!isSystemError(error)) return undefined;
  if (error.syscall === 'getaddrinfo') return lookUpProblem(error);
  return error.syscall === 'listen' ? listenProblem(error) : fileProblem(error);
}

/** A known problem in words, anything else with the place where it happened. */
export function explainStart(error: unknown): string {
  return knownProblem(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
}

const lookUpProblem = ({ code, hostname }: SystemError): string =>
  `There is no address for ${hostname ?? 'that name'} (${code}). Choose an address of this machine with HOST, such as 127.0.0.1.`;

function listenProblem({ code, address, port }: SystemError): string | undefined {
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${address} is in use (${code}). Stop what uses it, or choose another port with PORT.`;
  if (NO_RIGHT.includes(code))
    return `This user may not listen on port ${port} (${code}). Choose a port from 1024 on with PORT.`;
  if (code === 'EADDRNOTAVAIL')
    return `${address} is not an address of this machine (${code}). Choose another one with HOST.`;
  return undefined;
}

function fileProblem({ code, path, syscall }: SystemError): string | undefined {
  if (path === undefined) return undefined;
  if (NO_RIGHT.includes(code))
    return `This user may not ${syscall} ${path} (${code}). Run the gateway as the owner of that folder, or give it a folder of its own with GATEWAY_DATA_DIR.`;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `There is no room for ${path} (${code}). Make room, or choose another folder with GATEWAY_DATA_DIR.`;
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return `${path} cannot be made, because something that is not a folder is in its place (${code}). Choose another folder with GATEWAY_DATA_DIR.`;
  return undefined;
}
