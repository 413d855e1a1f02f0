import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Conflict, isFreshLogin } from '../../../platform/http/index.js';
import { type Member, Passwords, SecondFactors } from '../../../staff/index.js';

/** `login`: whoever came through a provider may have no password, and signed in there a short while ago. */
export type Way = 'code' | 'password' | 'login';

/** Before a new way in is opened, whoever sits at the desk proves to be the member. */
@Injectable()
export class Confirming {
  constructor(
    private readonly factors: SecondFactors,
    private readonly passwords: Passwords,
  ) {}

  async wayOf({ session }: Request, member: Member): Promise<Way> {
    if (await this.factors.of(member.id)) return 'code';
    return session.through === undefined ? 'password' : 'login';
  }

  /** Throws `Invalid` for the field `current` or `code`, `Conflict` (`login_too_old`), or `TooMany`. */
  async confirm(request: Request, member: Member, given: { current: string; code: string }): Promise<void> {
    switch (await this.wayOf(request, member)) {
      case 'code':
        await this.factors.show(member, given.code);
        return;
      case 'password':
        return this.passwords.confirm(member, given.current);
      case 'login':
        if (!isFreshLogin(request)) throw new Conflict('login_too_old');
    }
  }
}
