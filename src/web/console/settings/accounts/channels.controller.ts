import { Body, Controller, Get, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { WechatAccounts } from '../../../../channels/wechat-official/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import { type Sent, textsOf } from '../../typed.js';
import type { MemberRequest } from '../../workbench.service.js';
import { accountOf, ACCOUNT_FIELDS, refusedAccount } from './account-form.js';
import { ChannelsPage } from './channels-page.service.js';
import { whoMay } from '../sections.js';

/** The connected accounts. Secrets go in and never come out again. */
@Controller('settings/channels')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('channels'))
export class ChannelsController {
  constructor(
    private readonly page: ChannelsPage,
    private readonly accounts: WechatAccounts,
  ) {}

  @Get()
  list(@Req() request: MemberRequest): Promise<string> {
    return this.page.list(request);
  }

  @Post()
  async add(@Req() request: MemberRequest, @Res() response: Response, @Body() sent: Sent): Promise<void> {
    const typed = textsOf(sent, ACCOUNT_FIELDS);
    const account = accountOf(typed);
    try {
      await this.accounts.add(account);
    } catch (error) {
      const { status, form } = refusedAccount(error, typed);
      response.status(status).send(await this.page.list(request, form));
      return;
    }
    flash(request, 'done', 'channels.added', { name: account.name ?? account.key });
    response.redirect(303, `/settings/channels/${account.key}`);
  }
}
