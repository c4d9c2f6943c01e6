import { Global, Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { CapturedMessagesRepository } from './captured-messages.repository.js';
import { CapturesUnderWay } from './captures-under-way.js';
import { MessageCapture } from './message-capture.js';

/** Stands after the database's module, so that it is shut down before it: messages that wait are written first. */
@Global()
@Module({
  imports: [DatabaseModule],
  providers: [CapturedMessagesRepository, CapturesUnderWay, MessageCapture],
  exports: [CapturedMessagesRepository, CapturesUnderWay, MessageCapture],
})
export class CaptureModule {}
