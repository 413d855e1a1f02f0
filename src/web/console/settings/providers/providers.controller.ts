import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import { type Member, PasswordAccess, Providers } from '../../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../../auth/index.js';
import {
  done,
  Fields,
  Form,
  FormsOf,
  type Led,
  type Texts,
  type Typed,
  Values,
} from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { draftOf } from './provider-form.js';
import { ProviderPage } from './provider-page.service.js';
import { ProvidersPage } from './providers-page.service.js';

@Controller('settings/providers')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('providers'))
@FormsOf(ProviderPage)
export class ProvidersController {
  constructor(
    private readonly providers: Providers,
    private readonly passwords: PasswordAccess,
    private readonly list: ProvidersPage,
    private readonly page: ProviderPage,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.list.render(request);
  }

  @Form('rules/passwords', 'passwords_rule')
  @FormsOf(ProvidersPage)
  rule(@CurrentMember() by: Member, @Fields('members') { members }: Texts<'members'>): Promise<void> {
    return members === 'yes' ? this.passwords.turnOn(by) : this.passwords.turnOff(by);
  }

  @Get('new/:kind')
  begin(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form('new/:kind', 'provider_add')
  add(@Param('kind') kind: string, @Values() typed: Typed): Promise<void> {
    return this.providers.add(draftOf(typed, kind));
  }

  @Get(':key')
  edit(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form(':key', 'provider_change')
  change(@Param('key') key: string, @Values() typed: Typed): Promise<void> {
    return this.providers.change(key, draftOf(typed, '', key));
  }

  @Form(':key/test', 'provider_test')
  @FormsOf(ProvidersPage)
  async test(@Param('key') key: string): Promise<Led> {
    const fault = await this.providers.test(key);
    if (fault === null) return done({});
    const { reason, code } = fault;
    const told = reason === 'unreachable' ? 'provider.unreachable' : 'provider.refused';
    return done({ kind: 'failed', told, values: { reason: code } });
  }

  @Form(':key/removal', 'provider_remove')
  remove(@Param('key') key: string): Promise<void> {
    return this.providers.remove(key);
  }
}
