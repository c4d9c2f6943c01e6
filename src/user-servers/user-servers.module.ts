import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { McpServersModule } from '../mcp-servers/mcp-servers.module.js';
import { ToolCallsModule } from '../tool-calls/tool-calls.module.js';
import { UserServersController } from './user-servers.controller.js';
import { UserServersService } from './user-servers.service.js';

@Module({
  imports: [AccountsModule, McpServersModule, ToolCallsModule],
  controllers: [UserServersController],
  providers: [UserServersService],
})
export class UserServersModule {}
