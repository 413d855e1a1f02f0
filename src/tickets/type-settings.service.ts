import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Audit } from '../platform/audit/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Invalid, NotFound } from '../platform/http/index.js';

const MOST_DAYS = 365;

/** The caller has checked that the member may change settings. */
@Injectable()
export class TicketTypeSettings {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /**
   * For so many days after a ticket of this type was solved, a word of the customer opens it again. It counts for
   * tickets that are solved already, too. Throws `Invalid` for anything but 0 to 365 whole days.
   */
  async setReopenDays(member: Member, key: string, days: number): Promise<void> {
    if (!Number.isInteger(days) || days < 0 || days > MOST_DAYS)
      throw Invalid.field('reopenDays', `out_of_range:${MOST_DAYS}`);
    await this.database.transaction(async () => {
      const type = await this.database.maybe<{ reopenDays: number }>(
        sql`select reopen_days from ticket_type where key = ${key} for update`,
      );
      if (!type) throw new NotFound('ticket_type_not_found');
      if (type.reopenDays === days) return;
      await this.database.run(sql`update ticket_type set reopen_days = ${days} where key = ${key}`);
      await this.audit.record({
        action: 'ticket_type.changed',
        subject: { type: 'ticket_type', id: key },
        before: { reopenDays: type.reopenDays },
        after: { reopenDays: days },
        by: member,
      });
    });
  }
}
