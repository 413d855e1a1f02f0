import { Body, Get, Param, Post, Query } from '@nestjs/common';
import { Calls, Deliveries } from '../../delivery/index.js';
import type { Member } from '../../staff/index.js';
import { CurrentMember } from '../auth/index.js';
import { DeliveryQueries, ManyDeliveries } from '../queries/index.js';
import { Api, Reads, Writes } from './endpoints.js';
import { CallResult, DecideDeliveries, DeliveriesQuery, SettleDelivery } from './deliveries.requests.js';
import { DeliveryShape, ListedDeliveryList, ManyDecidedShape } from './shapes/timeline.shape.js';

@Api('deliveries', 'deliveries')
export class DeliveriesListController {
  constructor(
    private readonly queries: DeliveryQueries,
    private readonly lists: ManyDeliveries,
  ) {}

  @Get()
  @Reads('What was to be sent, newest first', ListedDeliveryList)
  async list(@CurrentMember() member: Member, @Query() query: DeliveriesQuery) {
    return this.queries.list(member, query);
  }

  @Post('decisions')
  @Writes('Decide about all deliveries of a list about which you may, up to 5,000 at once', ManyDecidedShape)
  async decide(@CurrentMember() member: Member, @Body() body: DecideDeliveries) {
    const { decision, upTo = null, ...filter } = body;
    return this.lists.decide(member, filter, { many: decision, upTo });
  }
}

@Api('deliveries/:id', 'deliveries')
export class DeliveriesController {
  constructor(
    private readonly queries: DeliveryQueries,
    private readonly deliveries: Deliveries,
    private readonly calls: Calls,
  ) {}

  @Get()
  @Reads('One delivery', DeliveryShape)
  async read(@CurrentMember() member: Member, @Param('id') id: string) {
    return this.queries.one(member, id);
  }

  @Post('cancel')
  @Writes('Not to be sent any more', DeliveryShape)
  async cancel(@CurrentMember() member: Member, @Param('id') id: string) {
    const delivery = await this.queries.actable(member, id);
    await this.deliveries.cancel(member, delivery.id);
    return this.queries.one(member, id);
  }

  @Post('retry')
  @Writes('Once more, at once; for `unknown` your word that it did not arrive', DeliveryShape)
  async retry(@CurrentMember() member: Member, @Param('id') id: string) {
    const delivery = await this.queries.actable(member, id);
    await this.deliveries.retry(member, delivery.id);
    return this.queries.one(member, id);
  }

  @Post('settlement')
  @Writes('Say what became of one that is `unknown`: `accepted` or `refused` from now on', DeliveryShape)
  async settle(@CurrentMember() member: Member, @Param('id') id: string, @Body() body: SettleDelivery) {
    const delivery = await this.queries.actable(member, id);
    await this.deliveries.believe(member, delivery.id, body.arrived);
    return this.queries.one(member, id);
  }

  @Post('call')
  @Writes('Have somebody call the customer instead', DeliveryShape)
  async call(@CurrentMember() member: Member, @Param('id') id: string) {
    const delivery = await this.queries.actable(member, id);
    await this.deliveries.call(member, delivery.id);
    return this.queries.one(member, id);
  }

  @Post('call-results')
  @Writes('Tell how the call went; reached is `delivered`', DeliveryShape)
  async called(@CurrentMember() member: Member, @Param('id') id: string, @Body() body: CallResult) {
    const delivery = await this.queries.actable(member, id);
    await this.calls.record(member, delivery.id, { reached: body.reached, note: body.note ?? '' });
    return this.queries.one(member, id);
  }
}
