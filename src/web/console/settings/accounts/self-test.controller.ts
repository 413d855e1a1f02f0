import { Controller, Param, Req, UseGuards } from '@nestjs/common';
import { SelfTests, WechatAccounts } from '../../../../channels/wechat-official/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { done, Form, FormsOf, type Led } from '../../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { AccountPage } from './account-page.service.js';
import { officialIn } from './official.js';

@Controller('settings/channels/:key/test')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('channels'))
@FormsOf(AccountPage)
export class SelfTestController {
  constructor(
    private readonly accounts: WechatAccounts,
    private readonly tests: SelfTests,
    private readonly workbench: Workbench,
  ) {}

  /** A new test shows its own progress. A message appears only if a test was already running or failed at once. */
  @Form('', 'self_test', { done: null })
  async start(@Req() request: MemberRequest, @Param('key') key: string): Promise<Led> {
    const account = await officialIn(this.accounts, key);
    const { language } = this.workbench.speech(request);
    const { ok, resumed } = await this.tests.start(account, language, readerOf(request));
    const to = `/settings/channels/${key}#self-test`;
    if (resumed) return done({ to, told: 'channels.test_resumed' });
    return ok ? done({ to }) : done({ to, kind: 'failed', told: 'selftest.refused' });
  }
}
