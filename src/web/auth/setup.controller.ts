import { Controller, Get, Header, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { startLogin } from '../../platform/http/index.js';
import { SecondStep } from '../../staff/index.js';
import { Fields, Form, FormsOf, Shown, type Texts } from '../forms/index.js';
import { AtStep, CurrentEntrant, type Entrant, HalfwayGuard } from './halfway.guard.js';
import { SecretHandout } from './secret-handout.service.js';
import { SetupPage } from './setup-page.service.js';

/** The password was right, and the member's role needs a second factor that is set up here before anything else. */
@Controller('login/second-factor')
@UseGuards(HalfwayGuard)
@AtStep('setup')
@FormsOf(SetupPage)
export class SetupController {
  constructor(
    private readonly page: SetupPage,
    private readonly handout: SecretHandout,
    private readonly secondStep: SecondStep,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  show(@Req() request: Request): string {
    return this.page.render(request);
  }

  @Form('', 'login_setup')
  @Header('cache-control', 'no-store')
  async setUp(
    @CurrentEntrant() { member }: Entrant,
    @Fields('code') { code }: Texts<'code'>,
    @Req() request: Request,
  ): Promise<Shown> {
    const codes = await this.secondStep.setUp(member, this.handout.secret(request), code);
    await startLogin(request, member.id);
    return new Shown(this.page.withCodes(request, codes), 201);
  }
}
