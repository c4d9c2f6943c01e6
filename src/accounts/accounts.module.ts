import { Module } from '@nestjs/common';
import { AccountCredentials } from './account-credentials.js';
import { AccountInstance } from './account-instance.js';
import { AccountSealing } from './account-sealing.js';
import { AccountStatesService } from './account-states.service.js';
import { AccountsController } from './accounts.controller.js';
import { AccountsRepository } from './accounts.repository.js';
import { AccountsService } from './accounts.service.js';
import { AvailableToolsService } from './available-tools.service.js';
import { LookerAppsController } from './looker-apps/looker-apps.controller.js';
import { LookerAppsService } from './looker-apps/looker-apps.service.js';
import { RegisteredApps } from './looker-apps/registered-apps.js';

@Module({
  controllers: [AccountsController, LookerAppsController],
  providers: [
    AccountsService,
    AccountStatesService,
    AccountsRepository,
    AccountCredentials,
    AccountInstance,
    AccountSealing,
    AvailableToolsService,
    LookerAppsService,
    RegisteredApps,
  ],
  exports: [AccountsService, AccountStatesService, AccountSealing, LookerAppsService],
})
export class AccountsModule {}
