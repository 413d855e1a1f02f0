import { Body, Controller, Get, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { AppError, Conflict } from '../../../../platform/http/index.js';
import { QuietTimes, Robots, RobotSpeech } from '../../../../escalation/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import type { FormState } from '../../form-state.js';
import { type Sent, textOf, textsOf } from '../../typed.js';
import type { MemberRequest } from '../../workbench.service.js';
import { faulty, namesOf, newKey } from '../oncall/roster-form.js';
import { type AlertingForms, RobotsPage } from './robots-page.service.js';
import { whoMay } from '../sections.js';

const ADDRESS = '/settings/alerting';

/** On which ways staff are told: groups of WeCom, Feishu and DingTalk, e-mail, and when they are left in peace. */
@Controller('settings/alerting')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('alerting'))
export class RobotsController {
  constructor(
    private readonly robots: Robots,
    private readonly speech: RobotSpeech,
    private readonly quiet: QuietTimes,
    private readonly page: RobotsPage,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Post('quiet')
  async setQuiet(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Body() sent: Sent,
  ): Promise<void> {
    const typed = textsOf(sent, ['from', 'to', 'zone']);
    const on = textOf(sent, 'on') === 'yes';
    await this.answer(
      { request, response, did: 'quiet_saved' },
      () => this.quiet.set(on ? typed : null),
      (error) => {
        const { status, form } = faulty(error, { ...typed, on }, 'quiet');
        return { status, forms: { quiet: form } };
      },
    );
  }

  @Post('robots')
  async add(@Req() request: MemberRequest, @Res() response: Response, @Body() sent: Sent): Promise<void> {
    await this.save({ request, response, did: 'added' }, newKey('robot'), sent, (form) => ({ add: form }));
  }

  @Post('robots/:key')
  async change(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
    @Body() sent: Sent,
  ): Promise<void> {
    await this.robots.byKey(key);
    await this.save({ request, response, did: 'saved' }, key, sent, (form) => ({ change: { ...form, key } }));
  }

  @Post('robots/:key/test')
  async test(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
  ): Promise<void> {
    const reason = await this.speech.test(key).catch((error: unknown) => {
      if (error instanceof AppError) throw error;
      return 'unreachable';
    });
    if (reason === null) flash(request, 'done', 'robot.tested');
    else
      flash(request, 'failed', reason === 'unreachable' ? 'robot.unreachable' : 'robot.refused', { reason });
    response.redirect(303, ADDRESS);
  }

  @Post('robots/:key/removal')
  async remove(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
  ): Promise<void> {
    try {
      await this.robots.remove(key);
      flash(request, 'done', 'robot.removed');
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      flash(request, 'failed', 'robot.in_use', {
        policies: this.page.namesOf(request, error.details.policies),
      });
    }
    response.redirect(303, ADDRESS);
  }

  /** An empty address or secret of a robot that is there stays as it is. */
  private async save(
    form: Answered,
    key: string,
    sent: Sent,
    forms: (form: FormState) => AlertingForms,
  ): Promise<void> {
    const { zh, en, vendor, url, secret } = textsOf(sent, ['zh', 'en', 'vendor', 'url', 'secret']);
    const unsigned = textOf(sent, 'unsigned') === 'yes';
    const draft = {
      key,
      name: namesOf(zh, en),
      vendor,
      url: url.trim(),
      secret: unsigned ? null : secret.trim(),
    };
    await this.answer(
      form,
      () => this.robots.save(draft),
      (error) => {
        const refused = faulty(error, { zh, en, vendor }, 'robot');
        return { status: refused.status, forms: forms(refused.form) };
      },
    );
  }

  private async answer(
    { request, response, did }: Answered,
    work: () => Promise<void>,
    refuse: (error: unknown) => { status: number; forms: AlertingForms },
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { status, forms } = refuse(error);
      response.status(status).send(await this.page.render(request, forms));
      return;
    }
    flash(request, 'done', `robot.${did}`);
    response.redirect(303, ADDRESS);
  }
}

interface Answered {
  request: MemberRequest;
  response: Response;
  did: string;
}
