import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { FormPage, Refused } from '../forms/index.js';
import { ViewService } from '../view/index.js';
import { entrantOf } from './halfway.guard.js';

@Injectable()
export class CodePage implements FormPage {
  constructor(private readonly view: ViewService) {}

  home(request: Request): string {
    return entrantOf(request).next;
  }

  render(request: Request, refused?: Refused): string {
    const { email } = entrantOf(request).member;
    return this.view.render(request, 'console/login-code', { layout: 'plain', refused, email });
  }
}
