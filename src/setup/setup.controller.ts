import { Body, Controller, Get, Post, Res, UseGuards } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { OriginOfCaller, type SignInOrigin } from '../auth/sessions/current-session.js';
import { JsonBodyGuard } from '../auth/sessions/json-body.guard.js';
import { SessionCookie } from '../auth/sessions/session-cookie.js';
import { SessionView } from '../auth/sessions/sessions.view.js';
import { Refuses } from '../http/description/refusals.decorators.js';
import { SetUpDto, SetupView } from './setup.dto.js';
import { SetupService } from './setup.service.js';

@ApiTags('Setup')
@Controller('setup')
@Public()
export class SetupController {
  constructor(
    private readonly setup: SetupService,
    private readonly cookie: SessionCookie,
  ) {}

  @Get()
  @Refuses('service.busy')
  @ApiOperation({ operationId: 'getSetup', summary: 'Read whether the gateway waits for its first organization' })
  @ApiOkResponse({ type: SetupView })
  async read(): Promise<SetupView> {
    return { needed: await this.setup.isNeeded() };
  }

  @Post()
  @UseGuards(JsonBodyGuard)
  @Refuses('setup.closed', 'setup.code_wrong', 'organization.email_taken', 'sign_in.method_off', 'request.rate_limited')
  @ApiOperation({
    operationId: 'setUp',
    summary: 'Make the first organization and its owner with the code in the log, and be signed in',
  })
  @ApiCreatedResponse({ type: SessionView })
  async setUp(
    @Body() body: SetUpDto,
    @OriginOfCaller() from: SignInOrigin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.cookie.set(reply, await this.setup.setUp(body, from));
  }
}
