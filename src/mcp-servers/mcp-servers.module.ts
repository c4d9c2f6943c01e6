import { Module } from '@nestjs/common';
import { ExpiryJob } from './expiry.job.js';
import { McpServersController } from './mcp-servers.controller.js';
import { McpServersRepository } from './mcp-servers.repository.js';
import { McpServersService } from './mcp-servers.service.js';

@Module({
  controllers: [McpServersController],
  providers: [McpServersService, McpServersRepository, ExpiryJob],
  exports: [McpServersService],
})
export class McpServersModule {}
