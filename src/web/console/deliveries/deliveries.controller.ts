import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import { Calls, Deliveries } from '../../../conversations/index.js';
import { Conflict } from '../../../platform/http/index.js';
import type { Member } from '../../../staff/index.js';
import { CurrentMember, SessionGuard } from '../../auth/index.js';
import { done, Fields, Form, FormsOf, type Led, type Texts } from '../../forms/index.js';
import { DeliveryQueries } from '../../queries/index.js';
import type { MemberRequest } from '../workbench.service.js';
import { DeliveriesPage } from './deliveries-page.service.js';

/** How what we say is on its way, and what a person decides about what is stuck. */
@Controller('deliveries')
@UseGuards(SessionGuard)
@FormsOf(DeliveriesPage)
export class DeliveriesController {
  constructor(
    private readonly page: DeliveriesPage,
    private readonly seen: DeliveryQueries,
    private readonly deliveries: Deliveries,
    private readonly calls: Calls,
  ) {}

  @Get()
  list(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form(':id/cancellation', 'delivery_cancel')
  cancel(@CurrentMember() by: Member, @Param('id') id: string): Promise<Led> {
    return this.decide(by, id, () => this.deliveries.cancel(by, id));
  }

  @Form(':id/retry', 'delivery_retry')
  retry(@CurrentMember() by: Member, @Param('id') id: string): Promise<Led> {
    return this.decide(by, id, () => this.deliveries.retry(by, id));
  }

  @Form(':id/last-send', 'delivery_take_last')
  takeLast(@CurrentMember() by: Member, @Param('id') id: string): Promise<Led> {
    return this.decide(by, id, () => this.deliveries.takeLast(by, id));
  }

  @Form(':id/call', 'delivery_call')
  call(@CurrentMember() by: Member, @Param('id') id: string): Promise<Led> {
    return this.decide(by, id, () => this.deliveries.call(by, id));
  }

  @Form(':id/settlement', 'delivery_settle')
  settle(
    @CurrentMember() by: Member,
    @Param('id') id: string,
    @Fields('arrived') { arrived }: Texts<'arrived'>,
  ): Promise<Led> {
    return this.decide(by, id, () => this.deliveries.settle(by, id, arrived === 'yes'));
  }

  @Form(':id/call-results', 'delivery_called')
  async called(
    @CurrentMember() by: Member,
    @Param('id') id: string,
    @Fields('reached', 'note') { reached, note }: Texts<'reached' | 'note'>,
  ): Promise<void> {
    await this.seen.one(by, id);
    await this.calls.settle(by, id, { reached: reached === 'yes', note });
  }

  /** Nothing was typed: who is too late hears it on the page it was pressed on, which shows how it stands. */
  private async decide(by: Member, id: string, work: () => Promise<void>): Promise<Led> {
    await this.seen.one(by, id);
    try {
      await work();
      return done({});
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      return done({ kind: 'failed', told: `problem.${error.code}` });
    }
  }
}
