import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors/app-error.js';

/** Leads a browser whose sign-in failed to the dashboard's sign-in page, which says why. */
@Catch(AppError)
export class SignInErrorFilter implements ExceptionFilter<AppError> {
  private readonly logger = new Logger('SingleSignOn');

  catch(error: AppError, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { id } = http.getRequest<FastifyRequest>();
    const { code, message, cause } = error;
    // Where there is a cause, the message may hold what the provider said, which is for the person alone.
    this.logger.warn({ code, request_id: id, ...(cause === undefined ? { message } : { err: cause }) });
    const query = new URLSearchParams({ error: error.code, message: error.message, request_id: id });
    http.getResponse<FastifyReply>().redirect(`/app/#/sign-in?${query}`, 302);
  }
}
