import { Injectable } from '@nestjs/common';
import { readCode, stepOfCode, Vault } from '../../platform/crypto/index.js';
import { Database, type Sql, sql } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { type BackOff, Conflict, Invalid, RateLimits } from '../../platform/http/index.js';
import type { Member } from '../member.js';
import { RecoveryCodes } from './recovery-codes.service.js';
import { SecondFactorRules } from './second-factor-rules.service.js';

export const SECRET = 'second_factor.secret';

/** A date of this program has no microseconds, as the database's has. */
const SHORTER_THAN_A_SET_UP = '2 milliseconds';

export interface SecondFactor {
  since: Date;
  /** So many recovery codes are not used yet. */
  left: number;
}

/** `left` says how many recovery codes are left where one of them was used. */
export interface Shown {
  left?: number;
}

/** A code from an app on the member's phone, or one of the recovery codes. */
@Injectable()
export class SecondFactors {
  private readonly guesses: BackOff;

  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly vault: Vault,
    private readonly rules: SecondFactorRules,
    private readonly codes: RecoveryCodes,
    limits: RateLimits,
  ) {
    this.guesses = limits.backOff('second-factor');
  }

  async of(memberId: string): Promise<SecondFactor | undefined> {
    const kept = await this.database.maybe<{ since: Date }>(
      sql`select created_at as since from second_factor where member_id = ${memberId}`,
    );
    return kept && { ...kept, left: await this.codes.left(memberId) };
  }

  async holders(): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>(sql`select member_id as id from second_factor`);
    return rows.map(({ id }) => id);
  }

  /**
   * `code` proves that an app has the secret. Returns the recovery codes, which are shown once. Throws `Invalid` for
   * the field `code`, `Conflict` (`second_factor_set`), or `TooMany`. `also` belongs to it: both happen, or neither.
   */
  async set(member: Member, secret: string, code: string, also: () => Promise<void>): Promise<string[]> {
    const step = await this.proven(member, secret, code);
    return this.database.transaction(async () => {
      const codes = await this.put(
        member,
        sql`insert into second_factor (member_id, secret_cipher, last_step, created_at)
          values (${member.id}, ${this.vault.encrypt(secret, SECRET)}, ${step}, clock_timestamp())
          on conflict do nothing`,
      );
      await also();
      return codes;
    });
  }

  /**
   * Takes another secret for the one that was set up at `since`, of which a code must have been shown. Throws as `set`
   * does.
   */
  async replace(member: Member, secret: string, code: string, since: Date): Promise<string[]> {
    const step = await this.proven(member, secret, code);
    return this.put(
      member,
      sql`update second_factor set secret_cipher = ${this.vault.encrypt(secret, SECRET)}, last_step = ${step},
                 created_at = clock_timestamp()
           where member_id = ${member.id} and created_at < ${since}::timestamptz + ${SHORTER_THAN_A_SET_UP}::interval`,
    );
  }

  /** A code is taken once. Throws `Invalid` for the field `code`, or `TooMany`, even if the code is right. */
  async show(member: Member, typed: string): Promise<Shown> {
    await this.guesses.guess(member.id);
    const code = readCode(typed);
    const shown = /^\d{6}$/.test(code)
      ? await this.takeCode(member, code)
      : await this.useRecovery(member, code);
    if (!shown) throw wrongCode();
    await this.guesses.forget(member.id);
    return shown;
  }

  /** Returns the new codes, which are shown once. Throws as `show` does. */
  async renewCodes(member: Member, code: string): Promise<string[]> {
    await this.show(member, code);
    return this.database.transaction(async () => {
      await this.events.record('member.recovery_codes_renewed', member.subject, {}, member);
      return this.codes.replace(member.id);
    });
  }

  /** Throws `Conflict` (`second_factor_required`) where the member's role needs one, or as `show` does. */
  async end(member: Member, code: string): Promise<void> {
    if (await this.rules.requires(member)) throw new Conflict('second_factor_required');
    await this.show(member, code);
    await this.database.transaction(async () => {
      await this.database.run(sql`delete from second_factor where member_id = ${member.id}`);
      await this.events.record('member.second_factor_ended', member.subject, {}, member);
    });
  }

  private async proven({ id }: Member, secret: string, code: string): Promise<number> {
    await this.guesses.guess(id);
    const step = stepOfCode(secret, readCode(code));
    if (step === undefined) throw wrongCode();
    await this.guesses.forget(id);
    return step;
  }

  private async put(member: Member, write: Sql): Promise<string[]> {
    return this.database.transaction(async () => {
      if ((await this.database.run(write)) === 0) throw new Conflict('second_factor_set');
      await this.events.record('member.second_factor_set', member.subject, {}, member);
      return this.codes.replace(member.id);
    });
  }

  private async takeCode({ id }: Member, code: string): Promise<Shown | undefined> {
    const kept = await this.database.maybe<{ secretCipher: string }>(
      sql`select secret_cipher from second_factor where member_id = ${id}`,
    );
    const step = kept && stepOfCode(this.vault.decrypt(kept.secretCipher, SECRET), code);
    if (step === undefined) return undefined;
    const taken = await this.database.run(
      sql`update second_factor set last_step = ${step} where member_id = ${id} and last_step < ${step}`,
    );
    return taken === 1 ? {} : undefined;
  }

  private async useRecovery(member: Member, code: string): Promise<Shown | undefined> {
    return this.database.transaction(async () => {
      const left = await this.codes.use(member.id, code);
      if (left === undefined) return undefined;
      await this.events.record('member.recovery_code_used', member.subject, { left }, member);
      return { left };
    });
  }
}

function wrongCode(): Invalid {
  return Invalid.field('code', 'wrong_code');
}
