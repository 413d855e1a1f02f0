import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppError, RateLimits } from '../../platform/http/index.js';
import { TrackingLinks } from '../../notifications/index.js';
import { Escalations } from '../../escalation/index.js';
import { TrackingPage } from './tracking-page.service.js';
import { TrackingQueries } from './tracking.queries.js';

/** A customer's view of a case: whoever has the link may look, search engines and caches may not. */
@Controller('t')
export class TrackingController {
  constructor(
    private readonly limits: RateLimits,
    private readonly links: TrackingLinks,
    private readonly queries: TrackingQueries,
    private readonly page: TrackingPage,
    private readonly escalations: Escalations,
  ) {}

  /** Who was led back here after saying that it is urgent (`asked`) does not visit anew. */
  @Get(':token')
  async show(
    @Param('token') token: string,
    @Query('asked') asked: unknown,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const ticketId = await this.opened(token, request, response);
    const visits = asked === undefined;
    const tracked = ticketId === null ? undefined : await this.queries.view(ticketId, { visits });
    if (tracked) response.send(this.page.render(request, tracked));
    else response.status(404).send(this.page.over(request));
  }

  /** "It is urgent", in one step. Pressed again it changes nothing. */
  @Post(':token/escalation')
  async escalate(
    @Param('token') token: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const ticketId = await this.opened(token, request, response);
    const customerId = ticketId === null ? undefined : await this.queries.customerOf(ticketId);
    if (ticketId === null || customerId === undefined) {
      response.status(404).send(this.page.over(request));
      return;
    }
    try {
      await this.escalations.askFor({ id: customerId }, ticketId);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
    response.redirect(303, `/t/${token}?asked`);
  }

  /** The id of the ticket that the link is for, or null. */
  private async opened(token: string, request: Request, response: Response): Promise<string | null> {
    response.set({
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow, noarchive',
      'referrer-policy': 'no-referrer',
    });
    await this.limits.consume('tracking', request.ip ?? '');
    return this.links.open(token);
  }
}
