import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';
import { START_CONTEXT } from '../config/start-log.js';

/** JSON lines for machines; readable lines where a person watches a terminal. */
export function createLogger(level: string, readable: boolean): Logger {
  if (!readable) return pino({ level });
  try {
    return pino({ level, transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', singleLine: true } } });
  } catch {
    // An installation for production lacks it, as it lacks the rest of local mode.
    return pino({ level });
  }
}

const fieldsOf = (message: unknown, context: unknown) => ({
  ...(typeof context === 'string' && { context }),
  ...(message instanceof Error ? { err: message } : typeof message === 'object' ? message : { msg: String(message) }),
});

/** What Nest says of its own assembly at each start is for those who debug it. */
const FRAMEWORK_CONTEXTS = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer']);

/** Whoever starts the gateway is told once why it did not start, by what started it: assembly or listening. */
const FAILED_START = ['ExceptionHandler', 'NestApplication'];

/** Hands what Nest and the services log to pino. */
export class PinoLoggerService implements LoggerService {
  /** @param readable whether a person watches, who is told at every level what the start is busy with. */
  constructor(
    private readonly logger: Logger,
    private readonly readable: boolean,
  ) {}

  log = (message: unknown, ...context: unknown[]) => {
    if (this.readable && context.at(-1) === START_CONTEXT) {
      process.stdout.write(`${message}\n`);
      return;
    }
    const level = FRAMEWORK_CONTEXTS.has(String(context.at(-1))) ? 'debug' : 'info';
    this.logger[level](fieldsOf(message, context.at(-1)));
  };
  warn = (message: unknown, ...context: unknown[]) => this.logger.warn(fieldsOf(message, context.at(-1)));
  error = (message: unknown, ...context: unknown[]) => {
    if (!FAILED_START.includes(String(context.at(-1)))) this.logger.error(fieldsOf(message, context.at(-1)));
  };
  debug = (message: unknown, ...context: unknown[]) => this.logger.debug(fieldsOf(message, context.at(-1)));
  verbose = (message: unknown, ...context: unknown[]) => this.logger.trace(fieldsOf(message, context.at(-1)));
  fatal = (message: unknown, ...context: unknown[]) => this.logger.fatal(fieldsOf(message, context.at(-1)));
}
