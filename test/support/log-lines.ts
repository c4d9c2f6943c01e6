import { pino } from 'pino';
import { PinoLoggerService } from '../../src/http/logger.js';
import type { TestGateway } from './gateway.js';

/** What a gateway logs from now on, line by line, as it is written. */
export function logLinesOf({ app }: TestGateway): string[] {
  const lines: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line) => lines.push(line) });
  app.useLogger(new PinoLoggerService(logger, false));
  return lines;
}
