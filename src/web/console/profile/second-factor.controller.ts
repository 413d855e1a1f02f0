import { Controller, Get, Header, Req, UseGuards } from '@nestjs/common';
import { publicSessionId } from '../../../platform/http/index.js';
import { type Member, Passwords, SecondFactors, SecondStep } from '../../../staff/index.js';
import { CurrentMember, OpenBeforeSetup, SecretHandout, SessionGuard } from '../../auth/index.js';
import { Fields, Form, FormsOf, Secret, Shown, type Texts } from '../../forms/index.js';
import type { MemberRequest } from '../workbench.service.js';
import { SecondFactorPage } from './second-factor-page.service.js';

type Code = Texts<'code'>;

/** A desk that was left open gives nobody one's second factor: each act asks for the password or a code. */
@Controller('profile/second-factor')
@UseGuards(SessionGuard)
@OpenBeforeSetup(true)
@FormsOf(SecondFactorPage)
export class SecondFactorController {
  constructor(
    private readonly page: SecondFactorPage,
    private readonly factors: SecondFactors,
    private readonly secondStep: SecondStep,
    private readonly passwords: Passwords,
    private readonly handout: SecretHandout,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  /** Whoever has a second factor needs a code of it to take another phone. */
  @Form('', 'second_factor', { done: null })
  async begin(
    @CurrentMember() member: Member,
    @Secret('current') current: string,
    @Fields('code') { code }: Code,
    @Req() request: MemberRequest,
  ): Promise<void> {
    const present = await this.factors.of(member.id);
    if (present) await this.factors.show(member, code);
    else await this.passwords.confirm(member, current);
    this.handout.begin(request, present?.since);
  }

  @Form('confirmation', 'second_factor_confirm')
  @Header('cache-control', 'no-store')
  async confirm(
    @CurrentMember() member: Member,
    @Fields('code') { code }: Code,
    @Req() request: MemberRequest,
  ): Promise<Shown> {
    const secret = this.handout.secret(request);
    const since = this.handout.replaces(request);
    const loginId = publicSessionId(request.sessionID);
    const codes = since
      ? await this.factors.replace(member, secret, code, since)
      : await this.secondStep.setUpInside(member, { secret, code, loginId });
    this.handout.end(request);
    return new Shown(await this.page.withCodes(request, codes), 201);
  }

  @Form('codes', 'recovery_codes')
  @Header('cache-control', 'no-store')
  async renewCodes(
    @CurrentMember() member: Member,
    @Fields('code') { code }: Code,
    @Req() request: MemberRequest,
  ): Promise<Shown> {
    return new Shown(await this.page.withCodes(request, await this.factors.renewCodes(member, code)), 201);
  }

  @Form('end', 'second_factor_end', { done: 'profile.second_factor_ended' })
  end(@CurrentMember() member: Member, @Fields('code') { code }: Code): Promise<void> {
    return this.factors.end(member, code);
  }
}
