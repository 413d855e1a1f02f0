import { Injectable } from '@nestjs/common';
import { Audit, difference } from '../platform/audit/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Invalid } from '../platform/http/index.js';

/** One WeChat message holds at most 2,048 bytes. */
const LONGEST_BYTES = 2000;
const COUNTED_DAYS = 30;

@Injectable()
export class MenuAnswers {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  async of(accountId: string): Promise<Map<string, string>> {
    const rows = await this.database.rows<{ item: string; answer: string }>(
      sql`select item, answer from menu_answer where account_id = ${accountId}`,
    );
    return new Map(rows.map(({ item, answer }) => [item, answer]));
  }

  /** Replaces all texts; an empty one is deleted. Throws `Invalid` that names the items whose texts are too long. */
  async replace(accountId: string, answers: Record<string, string>): Promise<void> {
    const given = Object.entries(answers).filter(([, answer]) => answer !== '');
    const tooLong = given.filter(([, answer]) => Buffer.byteLength(answer) > LONGEST_BYTES);
    if (tooLong.length > 0) {
      const fault = `too_many_bytes:${LONGEST_BYTES}` as const;
      throw Invalid.fields(Object.fromEntries(tooLong.map(([item]) => [item, fault])));
    }
    const rows = JSON.stringify(given.map(([item, answer]) => ({ item, answer })));
    await this.database.transaction(async () => {
      const before = Object.fromEntries(await this.of(accountId));
      await this.database.run(sql`delete from menu_answer where account_id = ${accountId}`);
      await this.database.run(sql`
        insert into menu_answer (account_id, item, answer)
        select ${accountId}, item, answer from jsonb_to_recordset(${rows}::jsonb) as given (item text, answer text)`);
      const changed = difference({ answers: before }, { answers: Object.fromEntries(given) });
      const subject = { type: 'account', id: accountId };
      await this.audit.record({ action: 'account.menu_answers_saved', subject, ...changed });
    });
  }

  async tapped(identityId: string, item: string): Promise<string | undefined> {
    const row = await this.database.maybe<{ answer: string | null }>(sql`
      with tap as (
        insert into menu_tap (account_id, item, day, count)
        select account_id, ${item.slice(0, 128)}, ${this.clock.now()}::date, 1 from identity where id = ${identityId}
        on conflict (account_id, item, day) do update set count = menu_tap.count + 1
        returning account_id, item
      )
      select a.answer from tap join menu_answer a on a.account_id = tap.account_id and a.item = tap.item`);
    return row?.answer ?? undefined;
  }

  async taps(accountId: string): Promise<Map<string, number>> {
    const rows = await this.database.rows<{ item: string; count: number }>(sql`
      select item, sum(count)::int as count from menu_tap
       where account_id = ${accountId} and day > (${this.clock.now()}::date - ${COUNTED_DAYS}::int)
       group by item`);
    return new Map(rows.map(({ item, count }) => [item, count]));
  }
}
