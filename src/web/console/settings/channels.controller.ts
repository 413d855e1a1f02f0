import { Body, Controller, Get, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { WechatAccounts, WechatTemplates } from '../../../channels/wechat-official/index.js';
import { OnlyFor, SessionGuard } from '../../auth/index.js';
import { flash } from '../../view/index.js';
import { refused } from '../form-state.js';
import { type Sent, textsOf } from '../typed.js';
import type { MemberRequest } from '../workbench.service.js';
import { accountOf, ACCOUNT_FIELDS, refusedAccount } from './account-form.js';
import { ChannelsPage } from './channels-page.service.js';
import { whoMay } from './sections.js';
import { bindingOf } from './binding-form.js';

/** The connected accounts. Secrets go in and never come out again. */
@Controller('settings/channels')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('channels'))
export class ChannelsController {
  constructor(
    private readonly page: ChannelsPage,
    private readonly accounts: WechatAccounts,
    private readonly templates: WechatTemplates,
  ) {}

  @Get()
  list(@Req() request: MemberRequest): Promise<string> {
    return this.page.list(request);
  }

  @Get(':key')
  show(@Req() request: MemberRequest, @Param('key') key: string): Promise<string> {
    return this.page.account(request, key);
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

  @Post(':key/templates')
  async bind(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
    @Body() sent: Sent,
  ): Promise<void> {
    const { id } = await this.page.official(key);
    const typed = textsOf(sent, ['purpose', 'language', 'templateId', 'fields']);
    try {
      const { purpose, language, template } = bindingOf(typed);
      await this.templates.bind(id, purpose, language, template);
    } catch (error) {
      const { status, form } = refused(error, typed);
      response.status(status).send(await this.page.account(request, key, form));
      return;
    }
    flash(request, 'done', 'channels.bound');
    response.redirect(303, `/settings/channels/${encodeURIComponent(key)}`);
  }
}
