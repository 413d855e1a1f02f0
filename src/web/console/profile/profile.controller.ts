import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { publicSessionId } from '../../../platform/http/index.js';
import { type Member, Passwords, Profile } from '../../../staff/index.js';
import { CurrentMember, SessionGuard } from '../../auth/index.js';
import { done, Fields, Form, FormsOf, type Led, Secret, type Texts } from '../../forms/index.js';
import { ProfilePage } from './profile-page.service.js';

@Controller('profile')
@UseGuards(SessionGuard)
@FormsOf(ProfilePage)
export class ProfileController {
  constructor(
    private readonly page: ProfilePage,
    private readonly profile: Profile,
    private readonly passwords: Passwords,
  ) {}

  @Get()
  show(@Req() request: Request): Promise<string> {
    return this.page.render(request);
  }

  @Form('', 'profile', { done: 'profile.saved' })
  async change(
    @CurrentMember() member: Member,
    @Fields('name', 'alias', 'language') wanted: Texts<'name' | 'alias' | 'language'>,
  ): Promise<Led> {
    await this.profile.change(member, wanted);
    return done({ to: `/profile?lang=${encodeURIComponent(wanted.language)}` });
  }

  @Form('password', 'password', { done: 'profile.password_changed' })
  changePassword(
    @CurrentMember() member: Member,
    @Secret('current') current: string,
    @Secret('wanted') wanted: string,
    @Req() request: Request,
  ): Promise<void> {
    const loginId = publicSessionId(request.sessionID);
    return this.passwords.change(member, { current, wanted, loginId });
  }
}
