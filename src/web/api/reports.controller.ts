import { Get, Query } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { Attainment, attainmentIn } from '../../reports/index.js';
import type { Member } from '../../staff/index.js';
import { CurrentMember } from '../auth/index.js';
import { Api, Reads } from './endpoints.js';
import { ReadingLanguage } from './language.js';
import { PromisesQuery } from './reports.requests.js';
import { promises, PromisesShape } from './shapes/reports.shape.js';

@Api('reports', 'reports')
export class ApiReportsController {
  constructor(
    private readonly attainment: Attainment,
    private readonly clock: Clock,
  ) {}

  @Get('promises')
  @Reads('Promises kept and broken in a month, of the tickets that you may see', PromisesShape)
  async promises(
    @CurrentMember() member: Member,
    @Query() { month, by = 'policy' }: PromisesQuery,
    @ReadingLanguage() language: string,
  ) {
    const span = attainmentIn(month, by, { now: this.clock.now(), zone: this.clock.zone });
    return promises(span, await this.attainment.rows(member, span), language);
  }
}
