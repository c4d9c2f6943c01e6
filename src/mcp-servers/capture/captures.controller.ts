import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../../access/access.decorators.js';
import type { Principal } from '../../access/principal.js';
import { RecordIdPipe } from '../../http/input/record-id.pipe.js';
import { StartCaptureDto } from './capture.dto.js';
import { CaptureStateView, CaptureView } from './capture.view.js';
import { CapturesService } from './captures.service.js';

const AccountId = () => Param('account_id', RecordIdPipe);
const ServerId = () => Param('mcp_id', RecordIdPipe);

@ApiTags('MCP servers')
@Controller('integrated-account/:account_id/mcp/:mcp_id/capture')
export class CapturesController {
  constructor(private readonly captures: CapturesService) {}

  @Post()
  @HttpCode(200)
  @Allow('mcp_servers:write')
  @ApiOkResponse({ type: CaptureStateView })
  @ApiOperation({
    operationId: 'startCapture',
    summary: 'Record the OAuth and MCP messages of a server for an hour at most, without secrets and contents',
  })
  start(
    @CurrentPrincipal() principal: Principal,
    @AccountId() integratedAccountId: string,
    @ServerId() id: string,
    @Body() body: StartCaptureDto,
  ) {
    return this.captures.start(principal, { integratedAccountId, id }, body);
  }

  /** It tells which programs of whom connect and when, which is for those alone who could let them in. */
  @Get()
  @Allow('mcp_servers:write')
  @ApiOkResponse({ type: CaptureView })
  @ApiOperation({ operationId: 'getCapture', summary: 'Read the recorded messages as a sequence' })
  get(@CurrentPrincipal() principal: Principal, @AccountId() integratedAccountId: string, @ServerId() id: string) {
    return this.captures.get(principal, { integratedAccountId, id });
  }

  @Delete()
  @HttpCode(204)
  @Allow('mcp_servers:write')
  @ApiNoContentResponse()
  @ApiOperation({ operationId: 'endCapture', summary: 'End the recording, and remove what it recorded' })
  end(@CurrentPrincipal() principal: Principal, @AccountId() integratedAccountId: string, @ServerId() id: string) {
    return this.captures.end(principal, { integratedAccountId, id });
  }
}
