import { randomBytes } from 'node:crypto';
import bcrypt from 'bcrypt';

/** 2^12 rounds: about a quarter of a second a guess on a current core. */
const COST = 12;

export const PASSWORD_BYTES_MIN = 12;
/** bcrypt reads no further: two longer passwords that begin alike would be one. */
export const PASSWORD_BYTES_MAX = 72;

/** A bcrypt digest of a password, which must have been checked to be of `PASSWORD_BYTES_MAX` bytes at most. */
export const digestPassword = (password: string): Promise<string> => bcrypt.hash(password, COST);

/** Whether a password is the one of a digest; costs the same for every password. */
export const isPasswordOf = async (password: string, digest: string): Promise<boolean> =>
  (await bcrypt.compare(password, digest)) && Buffer.byteLength(password) <= PASSWORD_BYTES_MAX;

/** A random password to be shown once, 128 bits. */
export const createPassword = (): string => randomBytes(16).toString('base64url');
