import { Body, Controller, Get, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import {
  AccountChanges,
  WechatAccounts,
  WechatTemplates,
} from '../../../../channels/wechat-official/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import { refused } from '../../form-state.js';
import { type Sent, textsOf } from '../../typed.js';
import { type MemberRequest, readerOf } from '../../workbench.service.js';
import { CHANGED_FIELDS, refusedAccount, settingsOf } from './account-form.js';
import { AccountPage } from './account-page.service.js';
import { bindingOf } from './binding-form.js';
import { officialIn } from './official.js';
import { whoMay } from '../sections.js';

/** One connected account. Secrets go in and never come out again. */
@Controller('settings/channels/:key')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('channels'))
export class AccountController {
  constructor(
    private readonly page: AccountPage,
    private readonly accounts: WechatAccounts,
    private readonly changes: AccountChanges,
    private readonly templates: WechatTemplates,
  ) {}

  @Get()
  show(@Req() request: MemberRequest, @Param('key') key: string): Promise<string> {
    return this.page.show(request, key);
  }

  @Post()
  async change(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
    @Body() sent: Sent,
  ): Promise<void> {
    const { id } = (await officialIn(this.accounts, key)).channel;
    const typed = textsOf(sent, CHANGED_FIELDS);
    try {
      await this.changes.change(id, settingsOf(typed), readerOf(request));
    } catch (error) {
      const { status, form: edit } = refusedAccount(error, typed);
      response.status(status).send(await this.page.show(request, key, { edit }));
      return;
    }
    flash(request, 'done', 'channels.changed');
    response.redirect(303, `/settings/channels/${key}`);
  }

  @Post(['enabling', 'disabling'])
  async enable(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
  ): Promise<void> {
    const { id } = (await officialIn(this.accounts, key)).channel;
    const enabled = request.path.endsWith('/enabling');
    await this.changes.enable(id, enabled, readerOf(request));
    flash(request, 'done', enabled ? 'channels.enabled' : 'channels.disabled');
    response.redirect(303, `/settings/channels/${key}`);
  }

  @Post('templates')
  async bind(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
    @Body() sent: Sent,
  ): Promise<void> {
    const { id } = (await officialIn(this.accounts, key)).channel;
    const typed = textsOf(sent, ['purpose', 'language', 'templateId', 'fields']);
    try {
      const { purpose, language, template } = bindingOf(typed);
      await this.templates.bind(id, purpose, language, template);
    } catch (error) {
      const { status, form: bind } = refused(error, typed);
      response.status(status).send(await this.page.show(request, key, { bind }));
      return;
    }
    flash(request, 'done', 'channels.bound');
    response.redirect(303, `/settings/channels/${key}`);
  }
}
