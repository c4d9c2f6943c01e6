import { ApiExtension } from '@nestjs/swagger';
import type { ErrorCode } from '../../errors/error-codes.js';

/** Where the description of an operation names its error codes, for people and clients that match on them. */
export const ERROR_CODES_KEY = 'x-error-codes';

/** Documents the error codes of a route beyond those that `describeRefusals` derives from its shape. */
export const Refuses = (...codes: ErrorCode[]): MethodDecorator => ApiExtension(ERROR_CODES_KEY, codes);
