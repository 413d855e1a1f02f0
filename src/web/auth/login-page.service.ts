import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { safeNext } from '../../platform/http/index.js';
import { PasswordAccess, type Provider, Providers } from '../../staff/index.js';
import { type FormPage, type Refused, textAt } from '../forms/index.js';
import { ViewService } from '../view/index.js';
import { DemonstrationLogins } from './demonstration-logins.js';

const HOME = '/inbox';

/** The result is always a path of this program, and no page of signing in. */
export function nextAfterLogin(wanted: unknown): string {
  const next = safeNext(wanted, HOME);
  return /^\/login(\/|$)/.test(next) ? HOME : next;
}

/** A provider as a button of `_login-ways`. */
export function wayOf({ name, kind }: Provider, href: string) {
  return { name, sign: kind === 'wecom' ? 'qr-code-scan' : 'box-arrow-in-right', href };
}

@Injectable()
export class LoginPage implements FormPage {
  constructor(
    private readonly view: ViewService,
    private readonly demonstration: DemonstrationLogins,
    private readonly providers: Providers,
    private readonly passwords: PasswordAccess,
  ) {}

  home(): string {
    return HOME;
  }

  async render(request: Request, refused?: Refused): Promise<string> {
    const wanted = refused ? textAt(refused.values, 'next') : request.query.next;
    const next = nextAfterLogin(wanted);
    const providers = await this.providers.open();
    return this.view.render(request, 'console/login', {
      layout: 'plain',
      refused,
      next,
      passwordsOff: providers.length > 0 && !(await this.passwords.allowsMembers()),
      providers: providers.map((provider) =>
        wayOf(provider, `/login/with/${provider.key}?${new URLSearchParams({ next }).toString()}`),
      ),
      demo: this.demonstration.list(),
    });
  }
}
