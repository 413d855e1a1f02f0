import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Joinings, PasswordAccess, Providers } from '../../staff/index.js';
import type { FormPage, Refused } from '../forms/index.js';
import { ViewService } from '../view/index.js';
import { wayOf } from './login-page.service.js';

@Injectable()
export class InvitationPage implements FormPage {
  constructor(
    private readonly joinings: Joinings,
    private readonly view: ViewService,
    private readonly passwords: PasswordAccess,
    private readonly providers: Providers,
  ) {}

  home(): string {
    return '/inbox';
  }

  async render(request: Request, refused?: Refused): Promise<string> {
    const invitation = await this.joinings.find(String(request.params.token));
    const providers = await this.providers.open();
    const allowed = invitation.role === 'admin' || (await this.passwords.allowsMembers());
    return this.view.render(request, 'console/invitation', {
      layout: 'plain',
      invitation,
      refused,
      byPassword: allowed || providers.length === 0,
      providers: providers.map((provider) =>
        wayOf(provider, `/invitations/${String(request.params.token)}/with/${provider.key}`),
      ),
    });
  }
}
