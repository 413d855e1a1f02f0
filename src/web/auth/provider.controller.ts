import { Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Config } from '../../platform/config/index.js';
import { publicSessionId, startLogin } from '../../platform/http/index.js';
import { ProviderSignIn } from '../../staff/index.js';
import { flash, preferencesOf, ViewService } from '../view/index.js';
import { lead, tell } from './leading.js';
import { nextAfterLogin } from './login-page.service.js';
import { SignInCookie } from './sign-in-cookie.js';

/**
 * Leads to a provider and takes whom it leads back. It begins with a link and not with a form, because browsers follow
 * no form to another site here. No answer shows the address with the code: each leads on at once.
 */
@Controller('login')
export class ProviderController {
  private readonly cookie: SignInCookie;

  constructor(
    private readonly signIn: ProviderSignIn,
    private readonly view: ViewService,
    private readonly config: Config,
  ) {
    this.cookie = new SignInCookie(config.publicUrl.startsWith('https:'));
  }

  @Get('with/:key')
  @Header('cache-control', 'no-store')
  begin(
    @Param('key') key: string,
    @Query('next') wanted: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    return lead({ request, response, view: this.view }, async () => {
      const errand = { browser: this.cookie.renew(request, response), next: nextAfterLogin(wanted) };
      return (await this.signIn.begin(key, errand, request.ip ?? '')).href;
    });
  }

  @Get('from/:key')
  @Header('cache-control', 'no-store')
  finish(
    @Param('key') key: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const work = async () => {
      const { member, next, refused } = await this.signIn.finish(key, {
        browser: this.cookie.read(request),
        answer: new URL(request.originalUrl, this.config.publicUrl),
        address: request.ip ?? '',
        language: preferencesOf(request).language,
        login: loginOf(request),
      });
      this.cookie.clear(response);
      if (refused) tell({ request, view: this.view }, refused);
      else if (!member) flash(request, 'done', 'done.account_join');
      else await startLogin(request, member.id, key);
      return member ? nextAfterLogin(next) : next;
    };
    return lead({ request, response, view: this.view }, work);
  }
}

function loginOf({ session, sessionID }: Request) {
  const { subject: memberId, through } = session ?? {};
  return memberId === undefined ? undefined : { memberId, through, loginId: publicSessionId(sessionID) };
}
