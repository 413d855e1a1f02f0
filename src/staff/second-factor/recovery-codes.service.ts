import { Injectable } from '@nestjs/common';
import { hashed, newRecoveryCode, readCode } from '../../platform/crypto/index.js';
import { Database, sql } from '../../platform/database/index.js';

const CODES = 10;

/** Each lets its member in once without the phone. They are shown once, and only their hashes are stored. */
@Injectable()
export class RecoveryCodes {
  constructor(private readonly database: Database) {}

  /** The codes of before are worth nothing any more. Runs in the caller's transaction. */
  async replace(memberId: string): Promise<string[]> {
    const codes = Array.from({ length: CODES }, newRecoveryCode);
    await this.database.run(sql`delete from recovery_code where member_id = ${memberId}`);
    await this.database.run(sql`
      insert into recovery_code (member_id, code_hash)
      select ${memberId}::bigint, unnest(${codes.map(hashOf)}::text[])`);
    return codes;
  }

  /** Returns how many are left after this one, or undefined if it is none of the member's or was used. */
  async use(memberId: string, typed: string): Promise<number | undefined> {
    const used = await this.database.run(sql`
      update recovery_code set used_at = clock_timestamp()
       where member_id = ${memberId} and code_hash = ${hashOf(typed)} and used_at is null`);
    return used === 0 ? undefined : this.left(memberId);
  }

  async left(memberId: string): Promise<number> {
    const { left } = await this.database.one<{ left: number }>(sql`
      select count(*)::int as left from recovery_code where member_id = ${memberId} and used_at is null`);
    return left;
  }
}

function hashOf(code: string): string {
  return hashed(`recovery ${readCode(code)}`);
}
