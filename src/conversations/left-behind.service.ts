import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { type Actor, Events, Reacts, type Recorded } from '../platform/events/index.js';
import { Live } from '../platform/live/index.js';
import { TALK_ACTS } from './lifecycle.js';

/** Frees conversations when their holder can no longer answer, because their customers would wait for nobody. */
@Injectable()
export class ConversationsLeftBehind {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly live: Live,
  ) {}

  @Reacts('member.disabled')
  async disabled({ subject, by }: Recorded<'member.disabled'>): Promise<void> {
    await this.release(subject.id, [], by);
  }

  /** A member who has left a department would keep its customers from those who answer there now. */
  @Reacts('member.changed')
  async moved({ subject, data, by }: Recorded<'member.changed'>): Promise<void> {
    if (data.role !== 'admin') await this.release(subject.id, data.departmentIds, by);
  }

  /** Releases all conversations of the member except those of the given departments. */
  private async release(memberId: string, departmentIds: string[], by: Actor): Promise<void> {
    const { from, to } = TALK_ACTS.leave_behind;
    const released = await this.database.rows<{ id: string; departmentId: string }>(sql`
      update conversation set assignee_id = null, state = ${to}, claimed_at = null, version = version + 1
       where assignee_id = ${memberId} and state = any(${[...from]}::text[])
         and department_id <> all(${departmentIds}::bigint[]) returning id, department_id`);
    await this.events.recordMany(
      released.map(({ id }) => ({
        name: 'conversation.released' as const,
        subject: { type: 'conversation' as const, id },
        data: { memberId },
        by,
      })),
    );
    for (const { id, departmentId } of released)
      this.live.changed({ conversation: id, departments: [departmentId] });
  }
}
