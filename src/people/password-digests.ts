import { Injectable } from '@nestjs/common';
import { digestPassword, isPasswordReadWhole, PasswordSalts } from '../crypto/password.js';
import { DatabaseService } from '../database/database.service.js';

/**
 * Digests of passwords. An address may be a member of many organizations, with a password in each: they have one salt, so
 * that a sign-in costs one computation, however many organizations there are and whether or not the address is known.
 */
@Injectable()
export class PasswordDigests {
  constructor(
    private readonly database: DatabaseService,
    private readonly salts: PasswordSalts,
  ) {}

  /**
   * The digest to store for a new password of `PASSWORD_BYTES_MAX` bytes at most.
   * @param email in small letters.
   */
  async digest(email: string, password: string): Promise<string> {
    const [salt = this.salts.saltOf(email)] = await this.database.passwordSalts(email);
    return digestPassword(password, salt);
  }

  /**
   * The digests under which a presented password may have been stored: usually one, and none for a password that bcrypt
   * would cut. Takes as long for an address that is nobody's.
   * @param email in small letters.
   */
  async candidates(email: string, password: string): Promise<string[]> {
    const salts = await this.database.passwordSalts(email);
    if (salts.length === 0) salts.push(this.salts.saltOf(email));
    const digests: string[] = [];
    for (const salt of salts) digests.push(await digestPassword(password, salt));
    return isPasswordReadWhole(password) ? digests : [];
  }
}
