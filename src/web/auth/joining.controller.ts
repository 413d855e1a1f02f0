import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RateLimits, startLogin } from '../../platform/http/index.js';
import { type Invitation, Joinings } from '../../staff/index.js';
import { preferencesOf, ViewService } from '../view/index.js';
import { JoiningForm } from './forms.js';
import { type ShownRefusal, shown } from './refusal.js';

@Controller('invitations/:token')
export class JoiningController {
  constructor(
    private readonly joinings: Joinings,
    private readonly limits: RateLimits,
    private readonly view: ViewService,
  ) {}

  @Get()
  async show(@Param('token') token: string, @Req() request: Request): Promise<string> {
    await this.limits.consume('invitation', request.ip ?? '');
    const invitation = await this.joinings.find(token);
    return this.page(request, invitation, invitation.name);
  }

  @Post()
  async join(
    @Param('token') token: string,
    @Body() form: JoiningForm,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.limits.consume('invitation', request.ip ?? '');
    const invitation = await this.joinings.find(token);
    try {
      const member = await this.joinings.accept(token, {
        ...form,
        language: preferencesOf(request).language,
      });
      await startLogin(request, member.id);
      response.redirect(303, '/inbox');
    } catch (error) {
      const refusal = shown(error);
      response.status(refusal.status).send(this.page(request, invitation, form.name, refusal));
    }
  }

  private page(request: Request, invitation: Invitation, name: string, refusal?: ShownRefusal): string {
    const form = { values: { name }, errors: refusal?.errors ?? {} };
    const model = {
      layout: 'plain' as const,
      ...refusal,
      form,
      invitation,
    };
    return this.view.render(request, 'console/invitation', model);
  }
}
