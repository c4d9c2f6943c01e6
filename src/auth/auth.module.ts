import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiTokensController } from './api-tokens/api-tokens.controller.js';
import { ApiTokensRepository } from './api-tokens/api-tokens.repository.js';
import { ApiTokensService } from './api-tokens/api-tokens.service.js';
import { PrincipalGuard } from './principal.guard.js';

@Module({
  controllers: [ApiTokensController],
  providers: [ApiTokensService, ApiTokensRepository, { provide: APP_GUARD, useClass: PrincipalGuard }],
  exports: [ApiTokensService],
})
export class AuthModule {}
