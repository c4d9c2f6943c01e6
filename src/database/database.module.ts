import { Global, Module } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DatabaseService } from './database.service.js';

@Global()
@Module({
  providers: [
    {
      provide: DatabaseService,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => DatabaseService.open(settings),
    },
  ],
  exports: [DatabaseService],
})
export class DatabaseModule {}
