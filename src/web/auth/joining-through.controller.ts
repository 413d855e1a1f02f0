import { Controller, Get, Header, Param, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Config } from '../../platform/config/index.js';
import { Joinings, ProviderSignIn } from '../../staff/index.js';
import { ViewService } from '../view/index.js';
import { InvitationLimit } from './invitation-limit.guard.js';
import { lead } from './leading.js';
import { SignInCookie } from './sign-in-cookie.js';

/** Whoever was invited joins with an account of a provider, and needs no password then. */
@Controller('invitations/:token/with')
@UseGuards(InvitationLimit)
export class JoiningThroughController {
  private readonly cookie: SignInCookie;

  constructor(
    private readonly joinings: Joinings,
    private readonly signIn: ProviderSignIn,
    private readonly view: ViewService,
    config: Config,
  ) {
    this.cookie = new SignInCookie(config.publicUrl.startsWith('https:'));
  }

  @Get(':key')
  @Header('cache-control', 'no-store')
  async begin(
    @Param('token') invitation: string,
    @Param('key') key: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.joinings.find(invitation);
    const work = async () => {
      const errand = { browser: this.cookie.renew(request, response), next: '/inbox', invitation };
      return (await this.signIn.begin(key, errand, request.ip ?? '')).href;
    };
    await lead({ request, response, view: this.view }, work, `/invitations/${invitation}`);
  }
}
