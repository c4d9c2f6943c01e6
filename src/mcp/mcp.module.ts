import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { McpServersModule } from '../mcp-servers/mcp-servers.module.js';
import { AccountWatch } from '../tool-calls/account-watch.js';
import { CallsInFlight } from '../tool-calls/calls-in-flight.js';
import { ForgottenQueriesJob } from '../tool-calls/forgotten-queries.job.js';
import { LoggedToolCalls } from '../tool-calls/logged-tool-calls.js';
import { PageCursors } from '../tool-calls/page-cursors.js';
import { ServerDirectory } from '../tool-calls/server-directory.js';
import { ToolCallService } from '../tool-calls/tool-call.service.js';
import { ToolTrialController } from '../tool-calls/tool-trial.controller.js';
import { ToolTrialService } from '../tool-calls/tool-trial.service.js';
import { McpController } from './entry/mcp.controller.js';
import { McpDoorService } from './entry/mcp-door.service.js';
import { WrongMcpAddresses } from './entry/wrong-mcp-addresses.js';
import { ProtocolServer } from './protocol/protocol-server.js';
import { ToolListAnswers } from './protocol/tool-list-answers.js';

@Module({
  imports: [AccountsModule, McpServersModule, AuthModule],
  controllers: [McpController, ToolTrialController],
  providers: [
    AccountWatch,
    CallsInFlight,
    McpDoorService,
    ServerDirectory,
    PageCursors,
    ToolCallService,
    ToolListAnswers,
    LoggedToolCalls,
    ProtocolServer,
    ToolTrialService,
    ForgottenQueriesJob,
    WrongMcpAddresses,
  ],
})
export class McpModule {}
