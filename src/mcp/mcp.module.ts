import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { ToolCallsModule } from '../tool-calls/tool-calls.module.js';
import { McpController } from './entry/mcp.controller.js';
import { McpEntryService } from './entry/mcp-entry.service.js';
import { UrlTokenResolver } from './entry/url-token-resolver.js';
import { WrongMcpAddresses } from './entry/wrong-mcp-addresses.js';
import { ProtocolServer } from './protocol/protocol-server.js';
import { ToolListAnswers } from './protocol/tool-list-answers.js';
import { ToolTrialController } from './trial/tool-trial.controller.js';
import { ToolTrialService } from './trial/tool-trial.service.js';

@Module({
  imports: [AuthModule, ToolCallsModule],
  controllers: [McpController, ToolTrialController],
  providers: [McpEntryService, ProtocolServer, ToolListAnswers, ToolTrialService, UrlTokenResolver, WrongMcpAddresses],
})
export class McpModule {}
