import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/crypto/index.js';
import { Database, sql } from '../../platform/database/index.js';

/** A process that has not been seen for so long is gone. */
const ALIVE = '20 seconds';

/** Each process says which keys it holds and which one it uses, as long as it lives. */
@Injectable()
export class KeyHolders {
  private readonly id = randomUUID();

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  async report(): Promise<void> {
    await this.database.run(sql`
      insert into key_holder (id, seen_at, holds, uses)
      values (${this.id}, clock_timestamp(), ${this.vault.ids}::text[], ${this.vault.usedId})
      on conflict (id) do update set seen_at = excluded.seen_at, holds = excluded.holds, uses = excluded.uses`);
  }

  async leave(): Promise<void> {
    await this.database.run(sql`
      delete from key_holder where id = ${this.id} or seen_at < clock_timestamp() - interval '1 day'`);
  }

  /** Returns how many processes live that do not hold the key. */
  lacking(keyId: string): Promise<number> {
    return this.count(sql`not ${keyId} = any(holds)`);
  }

  /** Returns how many processes live that still encrypt with another key. */
  notUsing(keyId: string): Promise<number> {
    return this.count(sql`uses <> ${keyId}`);
  }

  private async count(which: ReturnType<typeof sql>): Promise<number> {
    const { count } = await this.database.one<{ count: number }>(sql`
      select count(*)::int as count from key_holder
       where seen_at > clock_timestamp() - ${ALIVE}::interval and ${which}`);
    return count;
  }
}
