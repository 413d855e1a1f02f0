import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import { BadRequest } from '../../../../platform/http/index.js';
import { type Member, SecondFactorRules } from '../../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Form, FormsOf, listAt, Shown, textAt, type Typed, Values } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { FactorsPage, seenOf } from './factors-page.service.js';

/** Which roles need a second factor. */
@Controller('settings/second-factor')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('second-factor'))
@FormsOf(FactorsPage)
export class FactorsController {
  constructor(
    private readonly page: FactorsPage,
    private readonly rules: SecondFactorRules,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form('', 'second_factor_roles')
  async save(
    @CurrentMember() by: Member,
    @Values() typed: Typed,
    @Req() request: MemberRequest,
  ): Promise<Shown | undefined> {
    // No box is ticked where nobody needs one, so that something else has to tell that this form was read.
    if (textAt(typed, 'asked') === '') throw new BadRequest('unreadable_form');
    const wanted = listAt(typed, 'roles');
    const owing = await this.rules.owing(wanted);
    if (seenOf(owing) !== textAt(typed, 'seen'))
      return new Shown(await this.page.review(request, wanted, owing));
    await this.rules.set(wanted, by);
    return undefined;
  }
}
