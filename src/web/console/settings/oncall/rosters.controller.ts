import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import { Rosters } from '../../../../escalation/index.js';
import { isId } from '../../../../platform/text/index.js';
import type { Member } from '../../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Fields, Form, FormsOf, type Texts, type Typed, Values } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { draftOf, substitutionOf } from './roster-form.js';
import { RostersPage } from './rosters-page.service.js';

type Absence = Texts<'memberId' | 'substituteId' | 'startsAt' | 'endsAt'>;

@Controller('settings/oncall')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('oncall'))
@FormsOf(RostersPage)
export class RostersController {
  constructor(
    private readonly rosters: Rosters,
    private readonly page: RostersPage,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form('', 'roster_add')
  add(@CurrentMember() by: Member, @Values() typed: Typed): Promise<void> {
    return this.rosters.save(draftOf(typed), by);
  }

  @Form(':key', 'roster_change')
  async change(
    @CurrentMember() by: Member,
    @Param('key') key: string,
    @Values() typed: Typed,
  ): Promise<void> {
    await this.rosters.save(draftOf(typed, (await this.page.one(key)).key), by);
  }

  /** Times are in the roster's own time zone. */
  @Form(':key/substitutes', 'roster_substitute')
  async substitute(
    @CurrentMember() by: Member,
    @Param('key') key: string,
    @Fields('memberId', 'substituteId', 'startsAt', 'endsAt') absence: Absence,
  ): Promise<void> {
    const { zone } = await this.page.one(key);
    await this.rosters.substitute(key, substitutionOf(absence, zone), by);
  }

  @Form(':key/substitutes/:id/withdrawal', 'roster_withdraw')
  async withdraw(
    @CurrentMember() by: Member,
    @Param('key') key: string,
    @Param('id') id: string,
  ): Promise<void> {
    await this.rosters.withdraw(key, isId(id) ? id : '0', by);
  }

  @Form(':key/removal', 'roster_remove')
  remove(@CurrentMember() by: Member, @Param('key') key: string): Promise<void> {
    return this.rosters.remove(key, by);
  }
}
