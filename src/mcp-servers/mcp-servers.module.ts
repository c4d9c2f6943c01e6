import { Module } from '@nestjs/common';
import { CapturesController } from './capture/captures.controller.js';
import { CapturesService } from './capture/captures.service.js';
import { EndedCapturesJob } from './capture/ended-captures.job.js';
import { ExpiryJob } from './expiry.job.js';
import { LeastPrivilegeController } from './least-privilege/least-privilege.controller.js';
import { LeastPrivilegeService } from './least-privilege/least-privilege.service.js';
import { McpServerIssuingService } from './mcp-server-issuing.service.js';
import { McpServerUrlsRepository } from './mcp-server-urls.repository.js';
import { McpServerUrlsService } from './mcp-server-urls.service.js';
import { McpServersController } from './mcp-servers.controller.js';
import { McpServersRepository } from './mcp-servers.repository.js';
import { McpServersService } from './mcp-servers.service.js';
import { ServersWithTools } from './server-with-tools.js';
import { SignInWarnings } from './sign-in-warnings.js';

@Module({
  controllers: [McpServersController, CapturesController, LeastPrivilegeController],
  providers: [
    McpServersService,
    McpServerIssuingService,
    McpServersRepository,
    ServersWithTools,
    SignInWarnings,
    McpServerUrlsService,
    McpServerUrlsRepository,
    LeastPrivilegeService,
    CapturesService,
    EndedCapturesJob,
    ExpiryJob,
  ],
  exports: [McpServersService, McpServerIssuingService, McpServerUrlsService],
})
export class McpServersModule {}
