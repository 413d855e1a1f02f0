import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Joinings } from '../../staff/index.js';
import type { FormPage, Refused } from '../forms/index.js';
import { ViewService } from '../view/index.js';

@Injectable()
export class InvitationPage implements FormPage {
  constructor(
    private readonly joinings: Joinings,
    private readonly view: ViewService,
  ) {}

  home(): string {
    return '/inbox';
  }

  async render(request: Request, refused?: Refused): Promise<string> {
    const invitation = await this.joinings.find(String(request.params.token));
    return this.view.render(request, 'console/invitation', { layout: 'plain', invitation, refused });
  }
}
