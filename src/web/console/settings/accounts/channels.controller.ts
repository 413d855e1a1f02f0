import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import { WechatAccounts } from '../../../../channels/wechat-official/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { done, Fields, Form, FormsOf, type Led } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { ACCOUNT_FIELDS, type AccountFields, accountOf } from './account-form.js';
import { ChannelsPage } from './channels-page.service.js';

/** Secrets can be entered but are never shown again. */
@Controller('settings/channels')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('channels'))
@FormsOf(ChannelsPage)
export class ChannelsController {
  constructor(
    private readonly page: ChannelsPage,
    private readonly accounts: WechatAccounts,
  ) {}

  @Get()
  list(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form('', 'account_add')
  async add(@Fields(...ACCOUNT_FIELDS) typed: AccountFields): Promise<Led> {
    const account = accountOf(typed);
    await this.accounts.add(account);
    const name = account.name ?? account.key;
    return done({ to: `/settings/channels/${account.key}`, values: { name } });
  }
}
