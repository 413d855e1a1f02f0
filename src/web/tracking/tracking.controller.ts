import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RateLimits } from '../../platform/http/index.js';
import { TrackingLinks } from '../../notifications/index.js';
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
  ) {}

  @Get(':token')
  async show(
    @Param('token') token: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    response.set({
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow, noarchive',
      'referrer-policy': 'no-referrer',
    });
    await this.limits.consume('tracking', request.ip ?? '');
    const ticketId = this.links.open(token);
    const tracked = ticketId === null ? undefined : await this.queries.view(ticketId);
    if (tracked) response.send(this.page.render(request, tracked));
    else response.status(404).send(this.page.over(request));
  }
}
