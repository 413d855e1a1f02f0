import { Injectable } from '@nestjs/common';
import { hashed } from '../../platform/crypto/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { AppError } from '../../platform/http/index.js';
import { Access } from '../access.service.js';
import { Authentication } from '../authentication.service.js';
import type { Member, MemberFacts } from '../member.js';
import { selectMember, toMember } from '../member.rows.js';
import type { RoleKey } from '../role.js';
import { KEPT_ROLES, SecondFactorRules } from './second-factor-rules.service.js';
import { SecondFactors, type Shown } from './second-factors.service.js';

/** `code`: the member has a second factor and shows it. `setup`: the role needs one, and there is none yet. */
export type Step = 'code' | 'setup';

export interface Held {
  member: Member;
  barred: boolean;
}

interface Given {
  secret: string;
  code: string;
  loginId?: string;
}

/** What stands between the right password and being signed in. */
@Injectable()
export class SecondStep {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly authentication: Authentication,
    private readonly factors: SecondFactors,
    private readonly rules: SecondFactorRules,
    private readonly access: Access,
  ) {}

  /** Undefined if the password is enough. */
  async due(member: Member): Promise<Step | undefined> {
    if (await this.factors.of(member.id)) return 'code';
    return (await this.rules.requires(member)) ? 'setup' : undefined;
  }

  /**
   * Whose login it is, and whether it is barred: it may do nothing but set up the second factor, because the role came
   * to need one after the login began. Whoever came through a provider shows a second factor there. Every request asks
   * this, so it is one statement.
   */
  async heldBy(subject: string, through: string | null | undefined): Promise<Held | undefined> {
    const row = await this.database.maybe<MemberFacts & { hasFactor: boolean; ruled: RoleKey[] | null }>(sql`
      select member.*, exists (select from second_factor f where f.member_id = member.id) has_factor,
             ${KEPT_ROLES} ruled
        from (${selectMember}) member where member.id = ${subject} and member.state = 'active'`);
    if (!row) return undefined;
    const member = toMember(row);
    return { member, barred: !through && !row.hasFactor && this.rules.bind(member, row.ruled) };
  }

  /** Whether the member lacks the second factor that the new rights need and the rights before did not. */
  async becameDue(before: Member, after: Member): Promise<boolean> {
    return (await this.due(after)) === 'setup' && !(await this.rules.requires(before));
  }

  /** Returns what changes with the password. */
  async proofOf({ id }: Member): Promise<string> {
    const { passwordHash } = await this.database.one<{ passwordHash: string }>(
      sql`select password_hash from member where id = ${id}`,
    );
    return hashed(passwordHash);
  }

  /** Undefined if the member was disabled or has another password since. */
  async memberOf(memberId: string, proof: string): Promise<Member | undefined> {
    const member = await this.authentication.bySession(memberId);
    return member && (await this.proofOf(member)) === proof ? member : undefined;
  }

  /** The caller starts the login. Throws as `SecondFactors.show` does. */
  async show(member: Member, code: string): Promise<Shown> {
    try {
      const shown = await this.factors.show(member, code);
      await this.record(member);
      return shown;
    } catch (error) {
      if (error instanceof AppError && error.status === 422) await this.recordFailure(member);
      throw error;
    }
  }

  /** The caller starts the login, and shows the recovery codes once. Throws as `SecondFactors.set` does. */
  async setUp(member: Member, secret: string, code: string): Promise<string[]> {
    const end = () => this.access.endLogins(member.id, member);
    const codes = await this.factors.set(member, secret, code, end);
    await this.record(member);
    return codes;
  }

  /**
   * Sets it up for somebody who is logged in. Log-ins of the password alone end, except `loginId`, and so do API tokens:
   * they would go on where the role comes to need one later.
   */
  setUpInside(member: Member, { secret, code, loginId }: Given): Promise<string[]> {
    const end = () => this.access.end(member.id, member, loginId);
    return this.factors.set(member, secret, code, end);
  }

  private async record(member: Member): Promise<void> {
    await this.database.transaction(() => this.events.record('member.signed_in', member.subject, {}, member));
  }

  private async recordFailure({ subject }: Member): Promise<void> {
    await this.database.transaction(() =>
      this.events.record('member.sign_in_failed', subject, { reason: 'second_factor' }),
    );
  }
}
