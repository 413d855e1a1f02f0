import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { Joinings, PasswordAccess } from '../../staff/index.js';
import { done, Fields, Form, FormsOf, type Led, Secret, type Texts } from '../forms/index.js';
import { preferencesOf } from '../view/index.js';
import { Entering } from './entering.service.js';
import { InvitationLimit } from './invitation-limit.guard.js';
import { InvitationPage } from './invitation-page.service.js';

@Controller('invitations/:token')
@UseGuards(InvitationLimit)
@FormsOf(InvitationPage)
export class JoiningController {
  constructor(
    private readonly joinings: Joinings,
    private readonly page: InvitationPage,
    private readonly entering: Entering,
    private readonly passwords: PasswordAccess,
  ) {}

  @Get()
  show(@Req() request: Request): Promise<string> {
    return this.page.render(request);
  }

  @Form('', 'join', { done: null })
  async join(
    @Param('token') token: string,
    @Fields('name') { name }: Texts<'name'>,
    @Secret('password') password: string,
    @Req() request: Request,
  ): Promise<Led> {
    const { language } = preferencesOf(request);
    const member = await this.joinings.accept(token, { name, password, language });
    // An invitation is no way round a provider.
    if (!(await this.passwords.allows(member)))
      return done({ to: '/login', kind: 'told', told: 'invitation.joined' });
    return done({ to: await this.entering.enter(request, member, this.page.home()) });
  }
}
