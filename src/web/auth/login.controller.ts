import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { endLogin } from '../../platform/http/index.js';
import { type Member, SignIn } from '../../staff/index.js';
import { done, Fields, Form, FormsOf, type Led, Secret, type Texts } from '../forms/index.js';
import { CurrentMember } from './admission.js';
import { Entering } from './entering.service.js';
import { LoginPage, nextAfterLogin } from './login-page.service.js';
import { OpenBeforeSetup, SessionGuard } from './session.guard.js';

@Controller()
@FormsOf(LoginPage)
export class LoginController {
  constructor(
    private readonly signIn: SignIn,
    private readonly page: LoginPage,
    private readonly entering: Entering,
  ) {}

  @Get('login')
  show(@Req() request: Request): Promise<string> {
    return this.page.render(request);
  }

  @Form('login', 'sign_in', { done: null })
  async enter(
    @Fields('email', 'next') { email, next }: Texts<'email' | 'next'>,
    @Secret('password') password: string,
    @Req() request: Request,
  ): Promise<Led> {
    const member = await this.signIn.signIn({ email, password, address: request.ip ?? '' });
    return done({ to: await this.entering.enter(request, member, nextAfterLogin(next)) });
  }

  @Form('logout', 'sign_out', { done: null, to: '/login' })
  @UseGuards(SessionGuard)
  @OpenBeforeSetup(true)
  async leave(@CurrentMember() member: Member, @Req() request: Request): Promise<void> {
    await this.signIn.signOut(member);
    await endLogin(request);
  }
}
