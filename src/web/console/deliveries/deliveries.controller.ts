import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import { Calls, Deliveries, MANY } from '../../../delivery/index.js';
import type { Member } from '../../../staff/index.js';
import { CurrentMember, SessionGuard } from '../../auth/index.js';
import { isId } from '../../../platform/text/index.js';
import { Invalid } from '../../../platform/http/index.js';
import { done, Fields, Form, FormsOf, type Led, type Texts } from '../../forms/index.js';
import { DeliveryQueries, ManyDeliveries } from '../../queries/index.js';
import type { MemberRequest } from '../workbench.service.js';
import { filterIn } from './deliveries-view.js';
import { DeliveriesPage } from './deliveries-page.service.js';

type ListTyped = Texts<'decision' | 'state' | 'account' | 'purpose' | 'upTo'>;

const ON_LIST = { back: true } as const;

@Controller('deliveries')
@UseGuards(SessionGuard)
@FormsOf(DeliveriesPage)
export class DeliveriesController {
  constructor(
    private readonly page: DeliveriesPage,
    private readonly seen: DeliveryQueries,
    private readonly deliveries: Deliveries,
    private readonly calls: Calls,
    private readonly lists: ManyDeliveries,
  ) {}

  @Get()
  list(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  /** The fields name the list as the page showed it. */
  @Form('decisions', 'deliveries_decided', ON_LIST)
  async decideMany(
    @CurrentMember() by: Member,
    @Fields('decision', 'state', 'account', 'purpose', 'upTo') typed: ListTyped,
  ): Promise<Led> {
    const many = MANY.find((one) => one === typed.decision);
    if (!many) throw Invalid.field('decision', 'unknown');
    if (!isId(typed.upTo)) throw Invalid.field('upTo', 'unknown');
    const { decided, more } = await this.lists.decide(by, filterIn(typed), { many, upTo: typed.upTo });
    const told = more ? 'done.deliveries_decided_more' : 'done.deliveries_decided';
    return done({ told, values: { count: decided } });
  }

  @Form(':id/cancellation', 'delivery_cancel', ON_LIST)
  cancel(@CurrentMember() by: Member, @Param('id') id: string): Promise<void> {
    return this.decide(by, id, () => this.deliveries.cancel(by, id));
  }

  @Form(':id/retry', 'delivery_retry', ON_LIST)
  retry(@CurrentMember() by: Member, @Param('id') id: string): Promise<void> {
    return this.decide(by, id, () => this.deliveries.retry(by, id));
  }

  @Form(':id/last-send', 'delivery_take_last', ON_LIST)
  takeLast(@CurrentMember() by: Member, @Param('id') id: string): Promise<void> {
    return this.decide(by, id, () => this.deliveries.takeLast(by, id));
  }

  @Form(':id/call', 'delivery_call', ON_LIST)
  call(@CurrentMember() by: Member, @Param('id') id: string): Promise<void> {
    return this.decide(by, id, () => this.deliveries.call(by, id));
  }

  @Form(':id/settlement', 'delivery_settle', ON_LIST)
  settle(
    @CurrentMember() by: Member,
    @Param('id') id: string,
    @Fields('arrived') { arrived }: Texts<'arrived'>,
  ): Promise<void> {
    return this.decide(by, id, () => this.deliveries.believe(by, id, arrived === 'yes'));
  }

  @Form(':id/call-results', 'delivery_called')
  async called(
    @CurrentMember() by: Member,
    @Param('id') id: string,
    @Fields('reached', 'note') { reached, note }: Texts<'reached' | 'note'>,
  ): Promise<void> {
    await this.seen.actable(by, id);
    await this.calls.record(by, id, { reached: reached === 'yes', note });
  }

  private async decide(by: Member, id: string, work: () => Promise<void>): Promise<void> {
    await this.seen.actable(by, id);
    await work();
  }
}
