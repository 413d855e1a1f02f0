import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { FormPage, Refused } from '../forms/index.js';
import { ViewService } from '../view/index.js';
import { entrantOf } from './halfway.guard.js';
import { SecretHandout } from './secret-handout.service.js';

@Injectable()
export class SetupPage implements FormPage {
  constructor(
    private readonly view: ViewService,
    private readonly handout: SecretHandout,
  ) {}

  home(request: Request): string {
    return entrantOf(request).next;
  }

  render(request: Request, refused?: Refused): string {
    const { member, next } = entrantOf(request);
    if (refused?.told?.code === 'second_factor_set')
      return this.view.render(request, 'console/login-setup', {
        layout: 'plain',
        refused,
        wasSet: true,
        next,
      });
    if (!this.handout.shown(request, member)) this.handout.begin(request);
    const setup = this.handout.shown(request, member);
    return this.view.render(request, 'console/login-setup', { layout: 'plain', refused, setup });
  }

  withCodes(request: Request, codes: string[]): string {
    const { next } = entrantOf(request);
    return this.view.render(request, 'console/login-setup', { layout: 'plain', codes, next });
  }
}
