import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import {
  AccountChanges,
  WechatAccounts,
  WechatTemplates,
} from '../../../../channels/wechat-official/index.js';
import type { Member } from '../../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Fields, Form, FormsOf, type Texts } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { CHANGED_FIELDS, type ChangedFields, settingsOf } from './account-form.js';
import { AccountPage } from './account-page.service.js';
import { bindingOf } from './binding-form.js';
import { officialIn } from './official.js';

type TypedBinding = Texts<'purpose' | 'language' | 'templateId' | 'fields'>;

/** Secrets can be entered but are never shown again. */
@Controller('settings/channels/:key')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('channels'))
@FormsOf(AccountPage)
export class AccountController {
  constructor(
    private readonly page: AccountPage,
    private readonly accounts: WechatAccounts,
    private readonly changes: AccountChanges,
    private readonly templates: WechatTemplates,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form('', 'account_change')
  async change(
    @CurrentMember() by: Member,
    @Param('key') key: string,
    @Fields(...CHANGED_FIELDS) typed: ChangedFields,
  ): Promise<void> {
    await this.changes.change(await this.idOf(key), settingsOf(typed), by);
  }

  @Form('enabling', 'account_enable')
  async enable(@CurrentMember() by: Member, @Param('key') key: string): Promise<void> {
    await this.changes.enable(await this.idOf(key), true, by);
  }

  @Form('disabling', 'account_disable')
  async disable(@CurrentMember() by: Member, @Param('key') key: string): Promise<void> {
    await this.changes.enable(await this.idOf(key), false, by);
  }

  @Form('templates', 'template_bind')
  async bind(
    @Param('key') key: string,
    @Fields('purpose', 'language', 'templateId', 'fields') typed: TypedBinding,
  ): Promise<void> {
    const id = await this.idOf(key);
    const { purpose, language, template } = bindingOf(typed);
    await this.templates.bind(id, purpose, language, template);
  }

  private async idOf(key: string): Promise<string> {
    return (await officialIn(this.accounts, key)).channel.id;
  }
}
