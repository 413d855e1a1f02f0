import { Body, Get, Param, Patch } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { Handoffs } from '../../tickets/index.js';
import { CurrentMember } from '../auth/index.js';
import { HandoffQueries } from '../queries/index.js';
import { Api, Reads, Writes } from './endpoints.js';
import { HandoffShape } from './shapes/handoff.shape.js';
import { AnswerHandoff } from './work.requests.js';

@Api('handoffs/:id', 'handoffs')
export class HandoffsController {
  constructor(
    private readonly queries: HandoffQueries,
    private readonly handoffs: Handoffs,
  ) {}

  @Get()
  @Reads('One handoff', HandoffShape)
  async read(@CurrentMember() member: Member, @Param('id') id: string) {
    return this.queries.one(member, id);
  }

  @Patch()
  @Writes('Accept it, return it with a reason, or withdraw it', HandoffShape)
  async answer(@CurrentMember() member: Member, @Param('id') id: string, @Body() body: AnswerHandoff) {
    if (body.state === 'accepted') await this.handoffs.accept(member, id);
    else if (body.state === 'withdrawn') await this.handoffs.withdraw(member, id);
    else await this.handoffs.return(member, id, body.reason ?? '');
    return this.queries.one(member, id);
  }
}
