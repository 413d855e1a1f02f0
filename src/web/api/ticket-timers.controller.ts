import { Get, Param, Query } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { CurrentMember } from '../auth/index.js';
import { PromiseQueries } from '../queries/index.js';
import { Api, Reads } from './endpoints.js';
import { explainedTimer, ExplainedTimerList } from './shapes/explanation.shape.js';
import { ReadingLanguage } from './language.js';
import { PageQuery, shown } from './page.js';

@Api('tickets/:number/timers', 'timers')
export class TicketTimersController {
  constructor(private readonly promises: PromiseQueries) {}

  @Get()
  @Reads(
    'Why its deadlines are when they are: every version of every clock, oldest first',
    ExplainedTimerList,
  )
  async list(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Query() query: PageQuery,
    @ReadingLanguage() language: string,
  ) {
    const page = await this.promises.ofTicket(member, number, query);
    return shown(page, (promise) => explainedTimer(promise, language));
  }
}
