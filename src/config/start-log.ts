import { Logger } from '@nestjs/common';

/** Under this name stands what a start is busy with: the only sign of life until the gateway is ready. */
export const START_CONTEXT = 'Start';

/** Tells what a start is busy with, one short line a step, before the step begins. */
export const startLog = new Logger(START_CONTEXT);
