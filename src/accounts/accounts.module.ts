import { Module } from '@nestjs/common';
import { AccountCredentials } from './account-credentials.js';
import { AccountInstance } from './account-instance.js';
import { AccountSealing } from './account-sealing.js';
import { AccountStatesService } from './account-states.service.js';
import { AccountsController } from './accounts.controller.js';
import { AccountsRepository } from './accounts.repository.js';
import { AccountsService } from './accounts.service.js';
import { AvailableToolsService } from './available-tools.service.js';

@Module({
  controllers: [AccountsController],
  providers: [
    AccountsService,
    AccountStatesService,
    AccountsRepository,
    AccountCredentials,
    AccountInstance,
    AccountSealing,
    AvailableToolsService,
  ],
  exports: [AccountsService, AccountStatesService, AccountSealing],
})
export class AccountsModule {}
