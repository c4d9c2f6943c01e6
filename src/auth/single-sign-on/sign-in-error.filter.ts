import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors/app-error.js';
import { SingleSignOnRefused } from './single-sign-on-refused.js';

/** Leads a browser whose sign-in failed to the dashboard's sign-in page, which has a sentence of its own for each reason. */
@Catch(AppError)
export class SignInErrorFilter implements ExceptionFilter<AppError> {
  private readonly logger = new Logger('SingleSignOn');

  catch(error: AppError, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { id } = http.getRequest<FastifyRequest>();
    const { code, message, cause } = error;
    // Where there is a cause, the message may hold what the provider said, which is for the person alone.
    this.logger.warn({ code, request_id: id, ...(cause === undefined ? { message } : { err: cause }) });
    const query = new URLSearchParams({ error: code, request_id: id });
    if (error instanceof SingleSignOnRefused) {
      query.set('reason', error.reason);
      if (error.organizationId !== undefined) query.set('organization_id', error.organizationId);
    }
    http.getResponse<FastifyReply>().redirect(`/app/#/sign-in?${query}`, 302);
  }
}
