import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { McpServersModule } from '../mcp-servers/mcp-servers.module.js';
import { AccountWatch } from './account-watch.js';
import { CallsInFlight } from './calls-in-flight.js';
import { ForgottenQueriesJob } from './forgotten-queries.job.js';
import { LoggedToolCalls } from './logged-tool-calls.js';
import { McpController } from './mcp.controller.js';
import { McpDoorService } from './mcp-door.service.js';
import { PageCursors } from './page-cursors.js';
import { ProtocolServer } from './protocol-server.js';
import { ServerDirectory } from './server-directory.js';
import { ToolCallService } from './tool-call.service.js';
import { ToolListAnswers } from './tool-list-answers.js';
import { ToolTrialController } from './tool-trial.controller.js';
import { ToolTrialService } from './tool-trial.service.js';
import { WrongMcpAddresses } from './wrong-mcp-addresses.js';

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
