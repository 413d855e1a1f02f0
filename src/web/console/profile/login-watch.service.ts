import { Injectable } from '@nestjs/common';
import { Logins } from '../../../platform/http/index.js';
import { Authentication, type Member } from '../../../staff/index.js';

/** A long response checks with this whether the login that started it is still valid. */
@Injectable()
export class LoginWatch {
  constructor(
    private readonly logins: Logins,
    private readonly authentication: Authentication,
  ) {}

  /** Returns undefined after logging out, expiry or being disabled. */
  async memberOf(sessionId: string): Promise<Member | undefined> {
    const subject = await this.logins.subjectOf(sessionId);
    return subject === undefined ? undefined : this.authentication.bySession(subject);
  }
}
