import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import type { Member } from '../../../../staff/index.js';
import { TicketTypeSettings } from '../../../../tickets/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Fields, Form, FormsOf, type Texts } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { TypesPage } from './types-page.service.js';

@Controller('settings/types')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('types'))
@FormsOf(TypesPage)
export class TypesController {
  constructor(
    private readonly page: TypesPage,
    private readonly settings: TicketTypeSettings,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  /** NaN stands for a text that is not a whole number. */
  @Form(':key', 'type_change')
  change(
    @CurrentMember() by: Member,
    @Param('key') key: string,
    @Fields('reopenDays') { reopenDays }: Texts<'reopenDays'>,
  ): Promise<void> {
    return this.settings.setReopenDays(by, key, /^\d{1,4}$/.test(reopenDays) ? Number(reopenDays) : NaN);
  }
}
