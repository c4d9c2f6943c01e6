import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { AccessHistoryModule } from './access-history/access-history.module.js';
import { AccountsModule } from './accounts/accounts.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { OauthModule } from './auth/oauth/oauth.module.js';
import { CacheModule } from './cache/cache.module.js';
import { CallLogModule } from './call-log/call-log.module.js';
import { CaptureModule } from './capture/capture.module.js';
import { PACKAGE_ROOT, settingsConfig } from './config/settings.js';
import { DatabaseModule } from './database/database.module.js';
import { HealthModule } from './health/health.module.js';
import { OtherMethods } from './http/other-methods.js';
import { JobsModule } from './jobs.module.js';
import { KeysModule } from './keys.module.js';
import { LookerModule } from './looker/looker.module.js';
import { McpModule } from './mcp/mcp.module.js';
import { McpServersModule } from './mcp-servers/mcp-servers.module.js';
import { OrganizationsModule } from './organizations/organizations.module.js';
import { SetupModule } from './setup/setup.module.js';
import { UserServersModule } from './user-servers/user-servers.module.js';

/** The settings, for every module. */
export const settingsModule = ConfigModule.forRoot({
  isGlobal: true,
  load: [settingsConfig],
  envFilePath: join(PACKAGE_ROOT, '.env'),
});

@Module({
  imports: [
    settingsModule,
    KeysModule,
    DatabaseModule,
    CacheModule,
    AuditModule,
    CallLogModule,
    CaptureModule,
    LookerModule,
    OrganizationsModule,
    AccountsModule,
    McpServersModule,
    UserServersModule,
    AuthModule,
    OauthModule,
    McpModule,
    HealthModule,
    AccessHistoryModule,
    SetupModule,
    JobsModule,
  ],
  providers: [OtherMethods],
})
export class AppModule {}
