import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { PasswordDigests } from './password-digests.js';
import { PeopleRepository } from './people.repository.js';

@Module({
  imports: [DatabaseModule],
  providers: [PasswordDigests, PeopleRepository],
  exports: [PasswordDigests, PeopleRepository],
})
export class PeopleModule {}
