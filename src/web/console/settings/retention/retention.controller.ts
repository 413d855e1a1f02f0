import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import {
  Removal,
  RETENTION_CLASSES,
  type RetentionDays,
  RetentionSettings,
} from '../../../../retention/index.js';
import type { Member } from '../../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Form, FormsOf, Shown, textAt, type Typed, Values } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { RetentionPage } from './retention-page.service.js';

@Controller('settings/retention')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('retention'))
@FormsOf(RetentionPage)
export class RetentionController {
  constructor(
    private readonly page: RetentionPage,
    private readonly settings: RetentionSettings,
    private readonly removal: Removal,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form('preview', 'retention')
  async preview(@Req() request: MemberRequest, @Values() typed: Typed): Promise<Shown> {
    const days = daysIn(typed);
    this.settings.check(days);
    return new Shown(await this.page.dryRun(request, { typed, would: await this.removal.wouldRemove(days) }));
  }

  @Form('', 'retention')
  save(@CurrentMember() by: Member, @Values() typed: Typed): Promise<void> {
    return this.settings.save(daysIn(typed), by);
  }
}

/** NaN stands for a text that is no whole number. */
function daysIn(typed: Typed): RetentionDays {
  const entries = RETENTION_CLASSES.map((key) => {
    const text = textAt(typed, key);
    return [key, /^\d{1,6}$/.test(text) ? Number(text) : NaN];
  });
  return Object.fromEntries(entries) as RetentionDays;
}
