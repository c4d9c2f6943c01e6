import { Controller, Get, Param, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../../access/access.decorators.js';
import { Refuses } from '../../http/description/refusals.decorators.js';
import { RecordIdPipe } from '../../http/input/record-id.pipe.js';
import { CapturedMetadata } from './capture/captured-metadata.interceptor.js';
import { ProtectedServers } from './protected-servers.js';
import { ResourceMetadataView } from './resource-metadata.view.js';
import { SingleAddress } from './single-address.js';

@ApiTags('OAuth')
@UseInterceptors(CapturedMetadata)
@Controller('.well-known/oauth-protected-resource')
export class ResourceMetadataController {
  constructor(
    private readonly servers: ProtectedServers,
    private readonly single: SingleAddress,
  ) {}

  @Get('mcp')
  @Public()
  @Refuses('mcp_server.not_found')
  @ApiOperation({
    operationId: 'getSingleResourceMetadata',
    summary: 'Where to sign in at /mcp, the address of all MCP servers with sign-in (RFC 9728)',
  })
  @ApiOkResponse({ type: ResourceMetadataView })
  getSingle(): Promise<ResourceMetadataView> {
    return this.single.getMetadata();
  }

  @Get()
  @Public()
  @Refuses('mcp_server.not_found')
  @ApiOperation({
    operationId: 'getOnlyResourceMetadata',
    summary: 'Where to sign in for the MCP server, where there is but one (RFC 9728)',
  })
  @ApiOkResponse({ type: ResourceMetadataView })
  getOnly(): Promise<ResourceMetadataView> {
    return this.servers.getOnlyMetadata();
  }

  @Get('mcp/:id')
  @Public()
  @Refuses('mcp_server.not_found')
  @ApiOperation({ operationId: 'getResourceMetadata', summary: 'Where to sign in for an MCP server (RFC 9728)' })
  @ApiOkResponse({ type: ResourceMetadataView })
  get(@Param('id', RecordIdPipe) id: string): Promise<ResourceMetadataView> {
    return this.servers.getMetadata(id);
  }
}
