import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import { ContactRules, type WindowRule } from '../../../../delivery/index.js';
import { Clock } from '../../../../platform/clock/index.js';
import type { Member } from '../../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Fields, Form, FormsOf, type Texts } from '../../../forms/index.js';
import { localInstant } from '../../local-time.js';
import type { MemberRequest } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { ContactRulesPage, UNITS } from './contact-rules-page.service.js';

type TypedRule = Texts<'source' | 'allowance' | 'seconds' | 'unit' | 'since'>;

@Controller('settings/contact')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('contact'))
@FormsOf(ContactRulesPage)
export class ContactRulesController {
  constructor(
    private readonly page: ContactRulesPage,
    private readonly rules: ContactRules,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form('', 'contact_settings')
  change(
    @CurrentMember() by: Member,
    @Fields('holdsBack', 'calls', 'replyHours') wished: Texts<'holdsBack' | 'calls' | 'replyHours'>,
  ): Promise<void> {
    const settings = {
      holdsBack: wished.holdsBack === 'yes',
      calls: wished.calls === 'yes',
      replyHours: wholeOf(wished.replyHours),
    };
    return this.rules.change(settings, by);
  }

  @Form('rules', 'rule_add')
  add(
    @CurrentMember() by: Member,
    @Fields('source', 'allowance', 'seconds', 'unit', 'since') typed: TypedRule,
  ): Promise<void> {
    return this.rules.add({ ...ruleOf(typed), since: localInstant(typed.since, this.clock.zone) }, by);
  }

  @Form('rules/withdrawal', 'rule_withdraw')
  withdraw(
    @CurrentMember() by: Member,
    @Fields('source', 'since') { source, since }: Texts<'source' | 'since'>,
  ): Promise<void> {
    return this.rules.withdraw(source, valid(new Date(since)), by);
  }
}

/** The length is typed in hours or minutes. NaN stands for a text that is not a whole number. */
function ruleOf({ source, allowance, seconds, unit }: TypedRule) {
  const length = wholeOf(seconds) * (unit === 'minutes' ? UNITS.minutes : UNITS.hours);
  return {
    source: source as WindowRule['source'],
    allowance: wholeOf(allowance),
    seconds: length,
  };
}

function wholeOf(text: string): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : NaN;
}

function valid(date: Date): Date {
  return Number.isNaN(date.getTime()) ? new Date(0) : date;
}
