import { Get, Param, Post } from '@nestjs/common';
import { Deliveries } from '../../conversations/index.js';
import type { Member } from '../../staff/index.js';
import { CurrentMember } from '../auth/index.js';
import { DeliveryQueries } from '../queries/index.js';
import { Api, Reads, Writes } from './endpoints.js';
import { DeliveryShape } from './timeline.shape.js';

@Api('deliveries/:id', 'deliveries')
export class DeliveriesController {
  constructor(
    private readonly queries: DeliveryQueries,
    private readonly deliveries: Deliveries,
  ) {}

  @Get()
  @Reads('One delivery', DeliveryShape)
  async read(@CurrentMember() member: Member, @Param('id') id: string) {
    return this.queries.one(member, id);
  }

  @Post('cancel')
  @Writes('Not to be sent any more', DeliveryShape)
  async cancel(@CurrentMember() member: Member, @Param('id') id: string) {
    const delivery = await this.queries.one(member, id);
    await this.deliveries.cancel(member, delivery.id);
    return this.queries.one(member, id);
  }

  @Post('retry')
  @Writes('Once more, at once; for `unknown` your word that it did not arrive', DeliveryShape)
  async retry(@CurrentMember() member: Member, @Param('id') id: string) {
    const delivery = await this.queries.one(member, id);
    await this.deliveries.retry(member, delivery.id);
    return this.queries.one(member, id);
  }
}
