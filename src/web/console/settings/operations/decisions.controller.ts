import { Controller, Logger, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { Deliveries } from '../../../../delivery/index.js';
import { Replay } from '../../../../conversations/index.js';
import { AppError, IdPipe } from '../../../../platform/http/index.js';
import { FailedJobs } from '../../../../platform/jobs/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import { back } from '../../back.js';
import { type MemberRequest, readerOf } from '../../workbench.service.js';
import { whoMay } from '../sections.js';

/** What an administrator decides about things that went wrong: once more, or no more. */
@Controller('settings/operations')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('operations'))
export class DecisionsController {
  private readonly logger = new Logger(DecisionsController.name);

  constructor(
    private readonly replays: Replay,
    private readonly jobs: FailedJobs,
    private readonly deliveries: Deliveries,
  ) {}

  @Post('envelopes/:id/replay')
  replay(@Req() request: MemberRequest, @Res() response: Response, @Param('id', IdPipe) id: string) {
    return this.decide({ request, response, did: 'replayed' }, () => this.replays.replay(id));
  }

  @Post('jobs/:id/retry')
  retryJob(@Req() request: MemberRequest, @Res() response: Response, @Param('id', IdPipe) id: string) {
    return this.decide({ request, response, did: 'job_retried' }, () => this.jobs.retry(id));
  }

  @Post('jobs/:id/discarding')
  discardJob(@Req() request: MemberRequest, @Res() response: Response, @Param('id', IdPipe) id: string) {
    return this.decide({ request, response, did: 'job_discarded' }, () => this.jobs.discard(id));
  }

  @Post('deliveries/:id/retry')
  retryDelivery(@Req() request: MemberRequest, @Res() response: Response, @Param('id', IdPipe) id: string) {
    return this.decide({ request, response, did: 'delivery_retried' }, () =>
      this.deliveries.retry(readerOf(request), id),
    );
  }

  @Post('deliveries/:id/cancelling')
  cancelDelivery(@Req() request: MemberRequest, @Res() response: Response, @Param('id', IdPipe) id: string) {
    const work = () => this.deliveries.cancel(readerOf(request), id);
    return this.decide({ request, response, did: 'delivery_cancelled' }, work);
  }

  /** Leads back to the list, which shows how it is now; what failed again says why there. */
  private async decide(
    { request, response, did }: { request: MemberRequest; response: Response; did: string },
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
      flash(request, 'done', `operations.${did}`);
    } catch (error) {
      if (!(error instanceof AppError)) this.logger.error(error);
      flash(request, 'failed', error instanceof AppError ? 'operations.too_late' : 'operations.failed_again');
    }
    response.redirect(303, back(request, '/settings/operations'));
  }
}
