import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { safeNext } from '../../platform/http/index.js';
import { type FormPage, type Refused, textAt } from '../forms/index.js';
import { ViewService } from '../view/index.js';
import { DemonstrationLogins } from './demonstration-logins.js';

const HOME = '/inbox';

/** The result is always a path of this program, and no page of signing in. */
export function nextAfterLogin(wanted: unknown): string {
  const next = safeNext(wanted, HOME);
  return /^\/login(\/|$)/.test(next) ? HOME : next;
}

@Injectable()
export class LoginPage implements FormPage {
  constructor(
    private readonly view: ViewService,
    private readonly demonstration: DemonstrationLogins,
  ) {}

  home(): string {
    return HOME;
  }

  render(request: Request, refused?: Refused): string {
    const wanted = refused ? textAt(refused.values, 'next') : request.query.next;
    return this.view.render(request, 'console/login', {
      layout: 'plain',
      refused,
      next: nextAfterLogin(wanted),
      demo: this.demonstration.list(),
    });
  }
}
