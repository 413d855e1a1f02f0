import { Controller, Get, Param, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Conflict, NotFound } from '../../platform/http/index.js';
import { TrackingLinks } from '../../notifications/index.js';
import { Escalations } from '../../escalation/index.js';
import { Form, FormsOf } from '../forms/index.js';
import { TrackingGuard } from './tracking.guard.js';
import { TrackingPage } from './tracking-page.service.js';
import { TrackingQueries } from './tracking.queries.js';

@Controller('t')
@UseGuards(TrackingGuard)
@FormsOf(TrackingPage)
export class TrackingController {
  constructor(
    private readonly links: TrackingLinks,
    private readonly queries: TrackingQueries,
    private readonly page: TrackingPage,
    private readonly escalations: Escalations,
  ) {}

  /** `asked` marks a visitor who was led back here after saying that it is urgent. That is not a new visit. */
  @Get(':token')
  async show(
    @Param('token') token: string,
    @Query('asked') asked: unknown,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const link = this.links.read(token);
    const tracked = link && (await this.queries.view(link, { visits: asked === undefined }));
    if (tracked) response.send(this.page.draw(request, tracked));
    else response.status(404).send(this.page.render(request));
  }

  /** Pressing again changes nothing. */
  @Form(':token/escalation', 'urgent', { done: null })
  async escalate(@Param('token') token: string): Promise<void> {
    const link = this.links.read(token);
    const customerId = link && (await this.queries.customerOf(link));
    if (!customerId) throw new NotFound('ticket_not_found');
    await this.escalations.askFor({ id: customerId }, link.id).catch(unlessAskedOrOver);
  }
}

/** The page that follows shows the present state, so a conflict needs no message. */
function unlessAskedOrOver(error: unknown): void {
  if (!(error instanceof Conflict)) throw error;
}
