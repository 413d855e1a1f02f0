import { Body, Controller, Get, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { endLogin, safeNext, startLogin } from '../../platform/http/index.js';
import { type Member, SignIn } from '../../staff/index.js';
import { ViewService } from '../view/index.js';
import { CurrentMember } from './admission.js';
import { DemonstrationLogins } from './demonstration-logins.js';
import { LoginForm } from './forms.js';
import { type ShownRefusal, shown } from './refusal.js';
import { SessionGuard } from './session.guard.js';

const HOME = '/inbox';

@Controller()
export class LoginController {
  constructor(
    private readonly signIn: SignIn,
    private readonly view: ViewService,
    private readonly demonstration: DemonstrationLogins,
  ) {}

  @Get('login')
  show(@Req() request: Request, @Query('next') next?: string): string {
    return this.page(request, { email: '', next: safeNext(next, HOME) });
  }

  @Post('login')
  async enter(@Body() form: LoginForm, @Req() request: Request, @Res() response: Response): Promise<void> {
    const next = safeNext(form.next, HOME);
    try {
      const member = await this.signIn.signIn({ ...form, address: request.ip ?? '' });
      await startLogin(request, member.id);
      response.redirect(303, next);
    } catch (error) {
      const refusal = shown(error);
      response.status(refusal.status).send(this.page(request, { email: form.email, next }, refusal));
    }
  }

  @Post('logout')
  @UseGuards(SessionGuard)
  async leave(
    @CurrentMember() member: Member,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.signIn.signOut(member);
    await endLogin(request);
    response.redirect(303, '/login');
  }

  private page(
    request: Request,
    { email, next }: { email: string; next: string },
    refusal?: ShownRefusal,
  ): string {
    const form = { values: { email }, errors: refusal?.errors ?? {} };
    const model = {
      layout: 'plain' as const,
      ...refusal,
      form,
      email,
      next,
      demo: this.demonstration.list(),
    };
    return this.view.render(request, 'console/login', model);
  }
}
