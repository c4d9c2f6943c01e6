import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/access.decorators.js';
import { DatabaseService } from '../database/database.service.js';
import { DatabasePrivilegeError } from '../database/prepare-database.js';
import { AppError } from '../errors/app-error.js';
import { Refuses } from '../http/description/refusals.decorators.js';
import { Readiness } from './readiness.js';

class HealthView {
  @ApiProperty({ enum: ['ok'] }) status: 'ok';
}

@ApiTags('Health')
@Controller()
export class HealthController {
  constructor(
    private readonly database: DatabaseService,
    private readonly readiness: Readiness,
  ) {}

  /** The process is up. */
  @Get('healthz')
  @Public()
  @ApiOperation({ operationId: 'getHealth', summary: 'The process is up' })
  @ApiOkResponse({ type: HealthView })
  alive(): HealthView {
    return { status: 'ok' };
  }

  /** The process can serve: the start is over, in local mode with `local.json` written, and the database answers. */
  @Get('readyz')
  @Public()
  @Refuses('service.not_ready')
  @ApiOperation({ operationId: 'getReadiness', summary: 'The gateway can serve: its database answers' })
  @ApiOkResponse({ type: HealthView })
  @ApiServiceUnavailableResponse({ description: '`service.not_ready`' })
  async ready(): Promise<HealthView> {
    if (!this.readiness.isStartOver) throw new AppError('service.not_ready', 'The gateway is starting.');
    await this.database.checkReady().catch(notReady);
    return { status: 'ok' };
  }
}

/** The log has the cause; the answer names nothing of the database. */
function notReady(cause: unknown): never {
  const message =
    cause instanceof DatabasePrivilegeError
      ? 'The database does not keep organizations apart. The log of the gateway says what to change.'
      : 'The database does not answer.';
  throw new AppError('service.not_ready', message, { cause });
}
