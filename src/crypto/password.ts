import { randomBytes } from 'node:crypto';
import bcrypt from 'bcrypt';

/** 2^12 rounds: about a quarter of a second a guess on a current core. */
const COST = 12;

/** A bcrypt digest of a password; bcrypt reads 72 bytes at most, so longer passwords are refused before. */
export const digestPassword = (password: string): Promise<string> => bcrypt.hash(password, COST);

/** A random password to be shown once, 128 bits. */
export const createPassword = (): string => randomBytes(16).toString('base64url');
