import { ApiProperty } from '@nestjs/swagger';

/** OAuth 2.0 Protected Resource Metadata (RFC 9728, 2). */
export class ResourceMetadataView {
  @ApiProperty({ description: 'The URL of the MCP server.' }) resource: string;
  @ApiProperty({ type: [String] }) authorization_servers: string[];
  @ApiProperty({ type: [String] }) scopes_supported: string[];
  @ApiProperty({ type: [String], example: ['header'] }) bearer_methods_supported: string[];
  @ApiProperty() resource_name: string;
}
