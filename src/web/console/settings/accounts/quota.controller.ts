import { Controller, Param, Req, UseGuards } from '@nestjs/common';
import { AccountQuota, WechatAccounts } from '../../../../channels/wechat-official/index.js';
import { explainReason } from '../../../../platform/words/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { done, Form, FormsOf, type Led } from '../../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { AccountPage } from './account-page.service.js';
import { officialIn } from './official.js';

/** WeChat then counts the account's calls of the day from zero. */
@Controller('settings/channels/:key/quota-clearing')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('channels'))
@FormsOf(AccountPage)
export class QuotaController {
  constructor(
    private readonly accounts: WechatAccounts,
    private readonly quota: AccountQuota,
    private readonly workbench: Workbench,
  ) {}

  @Form('', 'quota_clear')
  async clear(@Req() request: MemberRequest, @Param('key') key: string): Promise<Led> {
    const account = await officialIn(this.accounts, key);
    const problem = await this.quota.clear(account, readerOf(request));
    if (problem === null) return done({});
    const reason = explainReason(problem, this.workbench.speech(request));
    return done({ kind: 'failed', told: 'problem.not_cleared', values: { reason } });
  }
}
