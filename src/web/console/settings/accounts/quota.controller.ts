import { Controller, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { AccountQuota, explainReason, WechatAccounts } from '../../../../channels/wechat-official/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { officialIn } from './official.js';
import { whoMay } from '../sections.js';

/** The day's calls of an account, which WeChat counts anew when it is asked to. */
@Controller('settings/channels/:key/quota-clearing')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('channels'))
export class QuotaController {
  constructor(
    private readonly accounts: WechatAccounts,
    private readonly quota: AccountQuota,
    private readonly workbench: Workbench,
  ) {}

  @Post()
  async clear(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
  ): Promise<void> {
    const account = await officialIn(this.accounts, key);
    const problem = await this.quota.clear(account, readerOf(request));
    const { language } = this.workbench.speech(request);
    if (problem === null) flash(request, 'done', 'channels.quota_cleared');
    else flash(request, 'failed', 'channels.quota_refused', { reason: explainReason(problem, language) });
    response.redirect(303, `/settings/channels/${key}`);
  }
}
