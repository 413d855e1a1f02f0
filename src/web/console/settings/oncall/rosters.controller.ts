import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import { Rosters } from '../../../../escalation/index.js';
import { isId } from '../../../../platform/text/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
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
  add(@Values() typed: Typed): Promise<void> {
    return this.rosters.save(draftOf(typed));
  }

  @Form(':key', 'roster_change')
  async change(@Param('key') key: string, @Values() typed: Typed): Promise<void> {
    await this.rosters.save(draftOf(typed, (await this.page.one(key)).key));
  }

  /** Times are in the roster's own time zone. */
  @Form(':key/substitutes', 'roster_substitute')
  async substitute(
    @Param('key') key: string,
    @Fields('memberId', 'substituteId', 'startsAt', 'endsAt') absence: Absence,
  ): Promise<void> {
    const { zone } = await this.page.one(key);
    await this.rosters.substitute(key, substitutionOf(absence, zone));
  }

  @Form(':key/substitutes/:id/withdrawal', 'roster_withdraw')
  async withdraw(@Param('key') key: string, @Param('id') id: string): Promise<void> {
    if (isId(id)) await this.rosters.withdraw(key, id);
  }

  @Form(':key/removal', 'roster_remove')
  remove(@Param('key') key: string): Promise<void> {
    return this.rosters.remove(key);
  }
}
