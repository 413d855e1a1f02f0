import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { AfterAnswer, Forbidden, Invalid } from '../platform/http/index.js';
import { Authentication } from './authentication.service.js';
import type { Member } from './member.js';
import { isPassword } from './password-hashes.js';
import { PasswordAccess } from './password-access.service.js';
import { SecondStep } from './second-factor/second-step.service.js';
import { SignInGuesses } from './sign-in-guesses.service.js';

export interface Credentials {
  email: string;
  password: string;
  address: string;
}

interface Account {
  id: string;
  passwordHash: string;
  state: 'active' | 'disabled';
  /** Passwords are off, and the account is no administrator's. */
  barred: boolean;
}

@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly authentication: Authentication,
    private readonly guesses: SignInGuesses,
    private readonly afterAnswer: AfterAnswer,
    private readonly secondStep: SecondStep,
  ) {}

  /**
   * The caller starts the login, or asks for what is due by `SecondStep`. Throws `Invalid` (`sign_in_failed`) both for
   * an unknown address and a wrong password, `Forbidden` (`member_disabled`, `passwords_off`) after the right password,
   * or `TooMany`.
   */
  async signIn({ email, password, address }: Credentials): Promise<Member> {
    const guess = { account: email.trim().toLowerCase(), address };
    await this.guesses.guess(guess);
    const account = await this.find(guess.account);
    const right = await isPassword(password, account?.passwordHash);
    if (!account || !right) throw await this.refuse(account);
    await this.guesses.right(guess);
    return this.admit(account);
  }

  async signOut(member: Member): Promise<void> {
    await this.database.transaction(() =>
      this.events.record('member.signed_out', member.subject, {}, member),
    );
  }

  private find(email: string): Promise<Account | undefined> {
    return this.database.maybe<Account>(sql`
      select id, password_hash, state, role <> 'admin' and not ${PasswordAccess.allowed} as barred
        from member where lower(email) = ${email}`);
  }

  private async admit(account: Account): Promise<Member> {
    const member = await this.authentication.bySession(account.id);
    if (!member) {
      await this.recordFailure(account.id, 'disabled');
      throw new Forbidden('member_disabled');
    }
    if (account.barred) {
      await this.recordFailure(account.id, 'passwords_off');
      throw new Forbidden('passwords_off');
    }
    if (await this.secondStep.due(member)) return member;
    await this.database.transaction(() => this.events.record('member.signed_in', member.subject, {}, member));
    return member;
  }

  /**
   * The typed address is not recorded, because it may be a password in the wrong field. A failure is recorded after the
   * answer, which would otherwise take longer for an account that exists.
   */
  private async refuse(account: Account | undefined): Promise<Invalid> {
    if (account) await this.afterAnswer.do(() => this.recordFailure(account.id, 'password'));
    return new Invalid('sign_in_failed');
  }

  private async recordFailure(
    memberId: string,
    reason: 'password' | 'disabled' | 'passwords_off',
  ): Promise<void> {
    await this.database.transaction(() =>
      this.events.record('member.sign_in_failed', { type: 'member', id: memberId }, { reason }),
    );
  }
}
