import { Module } from '@nestjs/common';
import { OauthRecordsRepository } from '../server/oauth-records.repository.js';
import { OauthGrantsRepository } from './oauth-grants.repository.js';
import { OauthGrantsService } from './oauth-grants.service.js';

/** Beneath sessions, whose end is that of what was let in, and the authorization server. */
@Module({
  providers: [OauthGrantsRepository, OauthGrantsService, OauthRecordsRepository],
  exports: [OauthGrantsService, OauthRecordsRepository],
})
export class OauthGrantsModule {}
