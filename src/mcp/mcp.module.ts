import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { OauthModule } from '../auth/oauth/oauth.module.js';
import { McpServersModule } from '../mcp-servers/mcp-servers.module.js';
import { ToolCallsModule } from '../tool-calls/tool-calls.module.js';
import { ConnectionCheckController } from './connection-check/connection-check.controller.js';
import { ConnectionCheckService } from './connection-check/connection-check.service.js';
import { McpController } from './entry/mcp.controller.js';
import { McpCapture } from './entry/mcp-capture.js';
import { McpEntryService } from './entry/mcp-entry.service.js';
import { SignInEntry } from './entry/sign-in-entry.js';
import { StreamCheck } from './entry/stream-check.js';
import { UrlTokenResolver } from './entry/url-token-resolver.js';
import { WrongMcpAddresses } from './entry/wrong-mcp-addresses.js';
import { ProtocolServer } from './protocol/protocol-server.js';
import { ToolListAnswers } from './protocol/tool-list-answers.js';
import { ToolTrialController } from './trial/tool-trial.controller.js';
import { ToolTrialService } from './trial/tool-trial.service.js';

@Module({
  imports: [AccountsModule, AuthModule, McpServersModule, OauthModule, ToolCallsModule],
  controllers: [McpController, ConnectionCheckController, ToolTrialController],
  providers: [
    ConnectionCheckService,
    McpCapture,
    McpEntryService,
    ProtocolServer,
    SignInEntry,
    StreamCheck,
    ToolListAnswers,
    ToolTrialService,
    UrlTokenResolver,
    WrongMcpAddresses,
  ],
})
export class McpModule {}
