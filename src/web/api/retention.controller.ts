import { Body, Get, Patch, Post } from '@nestjs/common';
import { NightlyRetention, Removal, type RetentionDays, RetentionSettings } from '../../retention/index.js';
import type { Member } from '../../staff/index.js';
import { CurrentMember, OnlyFor } from '../auth/index.js';
import { Api, Reads, Writes } from './endpoints.js';
import {
  RetentionChange,
  RetentionShape,
  retentionShape,
  WouldRemoveShape,
} from './shapes/retention.shape.js';

@Api('retention')
@OnlyFor(['admin'])
export class RetentionController {
  constructor(
    private readonly settings: RetentionSettings,
    private readonly nightly: NightlyRetention,
    private readonly removal: Removal,
  ) {}

  @Get()
  @Reads('For how many days what is kept, and what the latest nights removed', RetentionShape)
  async read(): Promise<RetentionShape> {
    return retentionShape(await this.settings.days(), await this.nightly.latest());
  }

  @Post('dry-run')
  @Writes('What a run with these days would remove now; nothing is removed or saved', WouldRemoveShape)
  async dryRun(@Body() body: RetentionChange): Promise<WouldRemoveShape> {
    const days = await this.changed(body);
    this.settings.check(days);
    return this.removal.wouldRemove(days);
  }

  @Patch()
  @Writes('Change for how many days what is kept', RetentionShape)
  async change(@CurrentMember() member: Member, @Body() body: RetentionChange): Promise<RetentionShape> {
    await this.settings.save(await this.changed(body), member);
    return this.read();
  }

  private async changed(body: RetentionChange): Promise<RetentionDays> {
    const given = Object.entries(body).filter(([, days]) => days !== undefined);
    return { ...(await this.settings.days()), ...Object.fromEntries(given) };
  }
}
