import { Controller, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { SelfTests, WechatAccounts } from '../../../../channels/wechat-official/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { officialIn } from './official.js';
import { whoMay } from '../sections.js';

/** Whether an account works: found out at once, and with the administrator's phone. */
@Controller('settings/channels/:key/test')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('channels'))
export class SelfTestController {
  constructor(
    private readonly accounts: WechatAccounts,
    private readonly tests: SelfTests,
    private readonly workbench: Workbench,
  ) {}

  @Post()
  async start(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
  ): Promise<void> {
    const account = await officialIn(this.accounts, key);
    const { language } = this.workbench.speech(request);
    const { ok, resumed } = await this.tests.start(account, language, readerOf(request));
    if (resumed) flash(request, 'done', 'channels.test_resumed');
    else if (!ok) flash(request, 'failed', 'selftest.refused');
    response.redirect(303, `/settings/channels/${key}#self-test`);
  }
}
