import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { type Actor, Reacts, type Recorded } from '../platform/events/index.js';
import { Live } from '../platform/live/index.js';

type Kind = 'taken_over' | 'released' | 'ended' | 'assigned' | 'reply_lapsed';

interface Word {
  kind: Kind;
  memberId: string | null | undefined;
  by: Actor;
  reason?: string | null;
}

@Injectable()
export class WorkLost {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  @Reacts('ticket.taken_over', 'ticket.released')
  async ticketTaken({ name, subject, data, by }: Recorded<'ticket.taken_over' | 'ticket.released'>) {
    const kind = name === 'ticket.released' ? 'released' : 'taken_over';
    await this.tell(ofTicket(subject.id), { kind, memberId: data.takenFrom, by, reason: data.reason });
  }

  @Reacts('ticket.assigned')
  async assigned({ subject, data, by }: Recorded<'ticket.assigned'>): Promise<void> {
    const { assigneeId, takenFrom } = data;
    if (assigneeId === takenFrom) return;
    await this.tell(ofTicket(subject.id), { kind: 'taken_over', memberId: takenFrom, by });
    await this.tell(ofTicket(subject.id), { kind: 'assigned', memberId: assigneeId, by });
  }

  @Reacts('conversation.taken_over')
  async talkTaken({ subject, data, by }: Recorded<'conversation.taken_over'>): Promise<void> {
    const { takenFrom: memberId, reason } = data;
    await this.tell(ofTalk(subject.id), { kind: 'taken_over', memberId, by, reason });
  }

  @Reacts('conversation.released', 'conversation.ended')
  async talkOver({ name, subject, data, by }: Recorded<'conversation.released' | 'conversation.ended'>) {
    const kind = name === 'conversation.released' ? 'released' : 'ended';
    await this.tell(ofTalk(subject.id), { kind, memberId: data.memberId, by, reason: data.reason });
  }

  @Reacts('delivery.lapsed')
  async replyLapsed({ subject, data, by }: Recorded<'delivery.lapsed'>): Promise<void> {
    await this.tell(ofTalk(subject.id), { kind: 'reply_lapsed', memberId: data.memberId, by });
  }

  /**
   * Members are not told of what they did themselves, nor of what no person did, but for a reply of theirs that
   * lapsed. Members who no longer work in the department are not
   * told either.
   */
  private async tell(about: Sql, { kind, memberId, by, reason }: Word): Promise<void> {
    const isOwn = by.kind === 'member' ? by.id === memberId : kind !== 'reply_lapsed';
    if (!memberId || isOwn) return;
    const now = this.clock.now();
    const told = await this.database.run(sql`
      insert into alert (ticket_id, conversation_id, kind, means, member_id, told_by, why, created_at, deliver_at,
                         delivered_at, state)
      select about.ticket_id, about.conversation_id, ${kind}, 'console', m.id, ${by.kind === 'member' ? by.id : null}::bigint, ${reason ?? null},
             ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz, 'delivered'
        from (${about}) about
        join member m on m.id = ${memberId} and m.state = 'active'
       where m.role = 'admin'
          or exists (select 1 from membership s where s.member_id = m.id and s.department_id = about.department_id)`);
    if (told > 0) this.live.changed({ departments: [], members: [memberId], alerts: true });
  }
}

function ofTicket(id: string): Sql {
  return sql`select id ticket_id, null::bigint conversation_id, department_id from ticket where id = ${id}`;
}

function ofTalk(id: string): Sql {
  return sql`select null::bigint ticket_id, id conversation_id, department_id from conversation where id = ${id}`;
}
