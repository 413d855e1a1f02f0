import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppError, RateLimits } from '../../platform/http/index.js';
import { TrackingLinks } from '../../notifications/index.js';
import { Escalations } from '../../sla/index.js';
import { TrackingPage } from './tracking-page.service.js';
import { type TrackedCase, TrackingQueries } from './tracking.queries.js';

const ASKED = '客户在进度页催办 · Asked for on the tracking page';

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

  @Get(':token')
  async show(
    @Param('token') token: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const tracked = await this.open(token, request, response);
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
    const tracked = await this.open(token, request, response);
    const ticketId = this.links.open(token);
    if (!tracked || ticketId === null) {
      response.status(404).send(this.page.over(request));
      return;
    }
    try {
      await this.escalations.askFor({ id: tracked.customerId }, ticketId, ASKED);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
    response.redirect(303, `/t/${token}`);
  }

  private async open(token: string, request: Request, response: Response): Promise<TrackedCase | undefined> {
    response.set({
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow, noarchive',
      'referrer-policy': 'no-referrer',
    });
    await this.limits.consume('tracking', request.ip ?? '');
    const ticketId = this.links.open(token);
    return ticketId === null ? undefined : this.queries.view(ticketId);
  }
}
