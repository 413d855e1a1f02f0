import { Body, Controller, Get, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { ContactRules, type WindowRule } from '../../../../delivery/index.js';
import { AppError } from '../../../../platform/http/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import { refused } from '../../form-state.js';
import { localInstant } from '../../local-time.js';
import { type Sent, textOf, textsOf } from '../../typed.js';
import { type MemberRequest, readerOf } from '../../workbench.service.js';
import { ContactRulesPage, UNITS } from './contact-rules-page.service.js';
import { whoMay } from '../sections.js';

const ADDRESS = '/settings/contact';

@Controller('settings/contact')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('contact'))
export class ContactRulesController {
  constructor(
    private readonly page: ContactRulesPage,
    private readonly rules: ContactRules,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Post()
  async change(@Req() request: MemberRequest, @Res() response: Response, @Body() sent: Sent): Promise<void> {
    const settings = {
      holdsBack: textOf(sent, 'holdsBack') === 'yes',
      calls: textOf(sent, 'calls') === 'yes',
    };
    await this.rules.change(settings, readerOf(request));
    flash(request, 'done', 'contact_rules.saved');
    response.redirect(303, ADDRESS);
  }

  @Post('rules')
  async add(@Req() request: MemberRequest, @Res() response: Response, @Body() sent: Sent): Promise<void> {
    const typed = textsOf(sent, ['source', 'allowance', 'length', 'unit', 'since']);
    try {
      await this.rules.add(ruleOf(typed), readerOf(request));
    } catch (error) {
      const { status, form } = refused(error, typed);
      response.status(status).send(await this.page.render(request, form));
      return;
    }
    flash(request, 'done', 'contact_rules.added');
    response.redirect(303, ADDRESS);
  }

  @Post('rules/withdrawal')
  async withdraw(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Body() sent: Sent,
  ): Promise<void> {
    const since = new Date(textOf(sent, 'since'));
    try {
      await this.rules.withdraw(textOf(sent, 'source'), valid(since), readerOf(request));
      flash(request, 'done', 'contact_rules.withdrawn');
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      flash(request, 'failed', 'contact_rules.withdraw_late');
    }
    response.redirect(303, ADDRESS);
  }
}

type Typed = Record<'source' | 'allowance' | 'length' | 'unit' | 'since', string>;

function ruleOf({
  source,
  allowance,
  length,
  unit,
  since,
}: Typed): Omit<WindowRule, 'since'> & { since: Date | null } {
  return {
    source: source as WindowRule['source'],
    allowance: wholeOf(allowance),
    seconds: wholeOf(length) * (unit === 'minutes' ? UNITS.minutes : UNITS.hours),
    since: localInstant(since),
  };
}

/** NaN where it is no whole number. */
function wholeOf(text: string): number {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : NaN;
}

function valid(date: Date): Date {
  return Number.isNaN(date.getTime()) ? new Date(0) : date;
}
