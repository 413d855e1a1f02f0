import { Body, Controller, Get, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { type OnCallRoster, Rosters } from '../../../../escalation/index.js';
import { isId } from '../../../../platform/text/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import type { Sent } from '../../typed.js';
import { textsOf } from '../../typed.js';
import type { MemberRequest } from '../../workbench.service.js';
import { draftOf, faulty, substitutionOf, typedRoster } from './roster-form.js';
import { type RosterForms, RostersPage } from './rosters-page.service.js';
import { whoMay } from '../sections.js';

const ADDRESS = '/settings/oncall';

type Answer = [request: MemberRequest, response: Response, did: string];

/** Who is called for emergencies, in which order, and who stands in for whom. */
@Controller('settings/oncall')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('oncall'))
export class RostersController {
  constructor(
    private readonly rosters: Rosters,
    private readonly page: RostersPage,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Post()
  async add(@Req() request: MemberRequest, @Res() response: Response, @Body() sent: Sent): Promise<void> {
    const typed = typedRoster(sent);
    const work = () => this.rosters.save(draftOf(typed));
    await this.answer([request, response, 'added'], work, (error) => {
      const { status, form } = faulty(error, typed, 'roster');
      return { status, forms: { add: form } };
    });
  }

  @Post(':key')
  async change(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
    @Body() sent: Sent,
  ): Promise<void> {
    const typed = typedRoster(sent);
    const work = async () => this.rosters.save(draftOf(typed, (await this.one(key)).key));
    await this.answer([request, response, 'saved'], work, (error) => {
      const { status, form } = faulty(error, typed, 'roster');
      return { status, forms: { change: { ...form, key } } };
    });
  }

  @Post(':key/substitutes')
  async substitute(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
    @Body() sent: Sent,
  ): Promise<void> {
    const typed = textsOf(sent, ['memberId', 'substituteId', 'from', 'to']);
    const work = async () => {
      const { zone } = await this.one(key);
      await this.rosters.substitute(key, substitutionOf(sent, zone));
    };
    await this.answer([request, response, 'substituted'], work, (error) => {
      const { status, form } = faulty(error, typed, 'roster');
      return { status, forms: { substitute: { ...form, key } } };
    });
  }

  @Post(':key/substitutes/:id/withdrawal')
  async withdraw(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
    @Param('id') id: string,
  ): Promise<void> {
    if (isId(id)) await this.rosters.withdraw(key, id);
    this.done(request, response, 'saved');
  }

  @Post(':key/removal')
  async remove(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
  ): Promise<void> {
    await this.rosters.remove(key);
    this.done(request, response, 'removed');
  }

  private async one(key: string): Promise<OnCallRoster> {
    return this.page.one(key);
  }

  private async answer(
    [request, response, did]: Answer,
    work: () => Promise<void>,
    refuse: (error: unknown) => { status: number; forms: RosterForms },
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { status, forms } = refuse(error);
      response.status(status).send(await this.page.render(request, forms));
      return;
    }
    this.done(request, response, did);
  }

  private done(request: MemberRequest, response: Response, did: string): void {
    flash(request, 'done', `roster.${did}`);
    response.redirect(303, ADDRESS);
  }
}
