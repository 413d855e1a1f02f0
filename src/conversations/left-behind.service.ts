import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Events, Reacts, type Recorded } from '../platform/events/index.js';
import { Live } from '../platform/live/index.js';
import { TALK_ACTS } from './lifecycle.js';

/**
 * When an account is disabled, its conversations are freed, because their customers would wait for nobody.
 */
@Injectable()
export class ConversationsLeftBehind {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly live: Live,
  ) {}

  @Reacts('member.disabled')
  async release({ subject, by }: Recorded<'member.disabled'>): Promise<void> {
    const { from, to } = TALK_ACTS.leave_behind;
    const released = await this.database.rows<{ id: string; departmentId: string }>(sql`
      update conversation set assignee_id = null, state = ${to}, claimed_at = null, version = version + 1
       where assignee_id = ${subject.id} and state = any(${[...from]}::text[]) returning id, department_id`);
    await this.events.recordMany(
      released.map(({ id }) => ({
        name: 'conversation.released' as const,
        subject: { type: 'conversation' as const, id },
        data: { memberId: subject.id },
        by,
      })),
    );
    for (const { id, departmentId } of released)
      this.live.changed({ conversation: id, departments: [departmentId] });
  }
}
