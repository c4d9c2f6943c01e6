import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { PasswordDigests } from './password-digests.js';

@Module({ imports: [DatabaseModule], providers: [PasswordDigests], exports: [PasswordDigests] })
export class PasswordsModule {}
