import { Controller, Get, Header, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { startLogin } from '../../platform/http/index.js';
import { SecondStep } from '../../staff/index.js';
import { done, Fields, Form, FormsOf, type Led, type Texts } from '../forms/index.js';
import { CodePage } from './code-page.service.js';
import { AtStep, CurrentEntrant, type Entrant, HalfwayGuard } from './halfway.guard.js';

/** The password was right; now a code of the phone is asked for, or one of the recovery codes. */
@Controller('login/code')
@UseGuards(HalfwayGuard)
@AtStep('code')
@FormsOf(CodePage)
export class CodeController {
  constructor(
    private readonly page: CodePage,
    private readonly secondStep: SecondStep,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  show(@Req() request: Request): string {
    return this.page.render(request);
  }

  @Form('', 'login_code', { done: null })
  enter(
    @CurrentEntrant() entrant: Entrant,
    @Fields('code') { code }: Texts<'code'>,
    @Req() request: Request,
  ): Promise<Led> {
    return this.admit(request, entrant, code);
  }

  @Form('recovery', 'login_recovery', { done: null })
  recover(
    @CurrentEntrant() entrant: Entrant,
    @Fields('code') { code }: Texts<'code'>,
    @Req() request: Request,
  ): Promise<Led> {
    return this.admit(request, entrant, code);
  }

  private async admit(request: Request, { member, next }: Entrant, code: string): Promise<Led> {
    const { left } = await this.secondStep.show(member, code);
    await startLogin(request, member.id);
    if (left === undefined) return done({ to: next });
    return done({ to: next, kind: 'told', told: 'second_factor.recovery_used', values: { count: left } });
  }
}
