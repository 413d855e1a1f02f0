import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ErrorPages } from './error-pages.js';
import { LedTo } from './errors.js';
import { type Problem, problemOf, refusalOf } from './problem.js';
import { isCallback, isForPrograms, loggedPath } from './request.js';

/** Programs get problem+json, people a page, and callbacks only a status. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  constructor(private readonly pages: ErrorPages) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const refusal = refusalOf(error);
    const said = {
      detail: this.pages.sentence(refusal, request),
      requestId: response.get('x-request-id') ?? '',
    };
    const problem = problemOf(refusal, said);
    if (problem.status >= 500) this.report(error, request);
    if (response.headersSent) response.destroy();
    else if (error instanceof LedTo && wantsPage(request)) response.redirect(303, error.path);
    else await this.answer(problem, request, response);
  }

  private report(error: unknown, request: Request): void {
    this.logger.error({
      requestId: request.id,
      method: request.method,
      path: loggedPath(request),
      err: error,
    });
  }

  private async answer(problem: Problem, request: Request, response: Response): Promise<void> {
    response.status(problem.status);
    if (typeof problem.retryAfter === 'number') response.setHeader('retry-after', problem.retryAfter);
    if (isCallback(request)) {
      response.type('text/plain').send(problem.code);
    } else if (!wantsPage(request)) {
      this.answerProgram(problem, response);
    } else if (problem.status === 401) {
      response.redirect(
        303,
        `/login${request.method === 'GET' ? `?next=${encodeURIComponent(request.originalUrl)}` : ''}`,
      );
    } else {
      response.type('html').send(await this.pages.render(problem, request, response));
    }
  }

  private answerProgram(problem: Problem, response: Response): void {
    if (problem.status === 401) response.setHeader('www-authenticate', 'Bearer');
    response.type('application/problem+json').send(JSON.stringify(problem));
  }
}

function wantsPage(request: Request): boolean {
  return !isForPrograms(request) && request.accepts(['html', 'json']) === 'html';
}
