import { Injectable } from '@nestjs/common';
import { Logins } from '../../../platform/http/index.js';
import { type Member, SecondStep } from '../../../staff/index.js';

/** A long response checks with this whether the login that started it is still valid. */
@Injectable()
export class LoginWatch {
  constructor(
    private readonly logins: Logins,
    private readonly secondStep: SecondStep,
  ) {}

  /** Returns undefined after logging out, expiry or being disabled, and while a second factor is to be set up. */
  async memberOf(sessionId: string): Promise<Member | undefined> {
    const login = await this.logins.find(sessionId);
    const held = login && (await this.secondStep.heldBy(login.subject, login.through));
    return held?.barred ? undefined : held?.member;
  }
}
