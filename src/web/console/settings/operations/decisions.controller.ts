import { Controller, Logger, Param, UseGuards } from '@nestjs/common';
import { Deliveries } from '../../../../delivery/index.js';
import { Replay } from '../../../../conversations/index.js';
import { AppError, Conflict, IdPipe } from '../../../../platform/http/index.js';
import { FailedJobs } from '../../../../platform/jobs/index.js';
import type { Member } from '../../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Form } from '../../../forms/index.js';
import { whoMay } from '../sections.js';

const LIST = { back: true, to: '/settings/operations' } as const;

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

  /** If the envelope fails again, the list shows why. */
  @Form('envelopes/:id/replay', 'envelope_replay', LIST)
  async replay(@CurrentMember() by: Member, @Param('id', IdPipe) id: string): Promise<void> {
    await this.replays.replay(id, by).catch((error: unknown) => {
      if (error instanceof AppError) throw error;
      this.logger.error(error);
      throw new Conflict('failed_again');
    });
  }

  @Form('jobs/:id/retry', 'job_retry', LIST)
  retryJob(@Param('id', IdPipe) id: string): Promise<void> {
    return this.jobs.retry(id);
  }

  @Form('jobs/:id/discarding', 'job_discard', LIST)
  discardJob(@Param('id', IdPipe) id: string): Promise<void> {
    return this.jobs.discard(id);
  }

  @Form('deliveries/:id/retry', 'delivery_retry', LIST)
  retryDelivery(@CurrentMember() by: Member, @Param('id', IdPipe) id: string): Promise<void> {
    return this.deliveries.retry(by, id);
  }

  @Form('deliveries/:id/cancelling', 'delivery_cancel', LIST)
  cancelDelivery(@CurrentMember() by: Member, @Param('id', IdPipe) id: string): Promise<void> {
    return this.deliveries.cancel(by, id);
  }
}
