import { Body, Controller, Get, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { publicSessionId } from '../../../platform/http/index.js';
import { type Member, Passwords, Profile } from '../../../staff/index.js';
import { CurrentMember, SessionGuard } from '../../auth/index.js';
import { flash } from '../../view/index.js';
import { refused } from '../form-state.js';
import { ProfilePage } from './profile-page.service.js';
import { type Sent, textsOf } from '../typed.js';

@Controller('profile')
@UseGuards(SessionGuard)
export class ProfileController {
  constructor(
    private readonly page: ProfilePage,
    private readonly profile: Profile,
    private readonly passwords: Passwords,
  ) {}

  @Get()
  show(@CurrentMember() member: Member, @Req() request: Request): Promise<string> {
    return this.page.render(request, member);
  }

  @Post()
  async change(
    @CurrentMember() member: Member,
    @Body() sent: Sent,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const form = textsOf(sent, ['name', 'alias', 'language']);
    try {
      await this.profile.change(member, form);
    } catch (error) {
      const { status, form: profile } = refused(error, form);
      response.status(status).send(await this.page.render(request, member, { profile }));
      return;
    }
    flash(request, 'done', 'profile.saved');
    response.redirect(303, `/profile?lang=${encodeURIComponent(form.language)}`);
  }

  @Post('password')
  async changePassword(
    @CurrentMember() member: Member,
    @Body() sent: Sent,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    try {
      const loginId = publicSessionId(request.sessionID);
      await this.passwords.change(member, { ...textsOf(sent, ['current', 'wanted']), loginId });
    } catch (error) {
      const { status, form: password } = refused(error, {});
      response.status(status).send(await this.page.render(request, member, { password }));
      return;
    }
    flash(request, 'done', 'profile.password_changed');
    response.redirect(303, '/profile');
  }
}
