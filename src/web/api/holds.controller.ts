import { Get, Query } from '@nestjs/common';
import { StandingHolds } from '../../retention/index.js';
import { OnlyFor } from '../auth/index.js';
import { Api, Reads } from './endpoints.js';
import { type Page } from '../../platform/http/index.js';
import { PageQuery } from './page.js';
import { StandingHoldList, type StandingHoldShape } from './shapes/standing-hold.shape.js';

@Api('holds', 'retention')
@OnlyFor(['admin'])
export class HoldsController {
  constructor(private readonly holds: StandingHolds) {}

  @Get()
  @Reads(
    'All legal holds that stand, newest first, for administrators; each is lifted at its customer',
    StandingHoldList,
  )
  list(@Query() page: PageQuery): Promise<Page<StandingHoldShape>> {
    return this.holds.list(page);
  }
}
