import { Injectable } from '@nestjs/common';
import { actsIn } from '../conversations/index.js';
import type { Member } from '../staff/index.js';
import { Triage } from '../triage/index.js';
import { Database, isId, sql } from '../platform/database/index.js';
import { Invalid } from '../platform/http/index.js';
import { PRIORITIES, type Priority } from './lifecycle.js';
import { TicketOpening } from './opening.service.js';
import type { Fields, Ticket } from './ticket.js';
import { TicketTypes } from './types.service.js';
import { actsFor } from './visibility.js';
import { fieldFaults, fieldsOf, subjectFault, subjectOf } from './wording.js';

export interface NewTicket {
  subject: string;
  type: string;
  priority?: Priority;
  department?: string;
  customerId?: string;
  conversationId?: string;
  fields?: Fields;
}

@Injectable()
export class TicketCreation {
  constructor(
    private readonly database: Database,
    private readonly triage: Triage,
    private readonly types: TicketTypes,
    private readonly opening: TicketOpening,
  ) {}

  create(member: Member, given: NewTicket): Promise<Ticket> {
    return this.database.transaction(() => this.checkAndOpen(member, given));
  }

  private async checkAndOpen(member: Member, given: NewTicket): Promise<Ticket> {
    const [about, faults] = await Promise.all([this.about(member, given), this.faultsOf(given)]);
    Invalid.any({
      ...faults,
      [given.conversationId ? 'conversation' : 'customer']: about ? undefined : 'unknown',
    });
    const subject = subjectOf(given.subject);
    const fields = fieldsOf(given.fields ?? {});
    const facts = this.triage.factsIn(subject);
    const reason = { 'zh-CN': `由${member.name}建立`, en: `made by ${member.name}` };
    const wanted = { ...given, ...about!, subject, fields: { ...facts, ...fields }, reason };
    return this.opening.open(wanted, member);
  }

  private about(member: Member, { conversationId, customerId }: NewTicket): Promise<About | undefined> {
    return conversationId ? this.conversation(member, conversationId) : this.customer(member, customerId);
  }

  private async faultsOf({ subject, type, priority, department, fields = {} }: NewTicket) {
    return {
      subject: subjectFault(subject),
      type: (await this.types.find(type)) ? undefined : 'unknown',
      priority: !priority || PRIORITIES.includes(priority) ? undefined : 'unknown',
      department: (await this.isDepartment(department)) ? undefined : 'unknown',
      ...fieldFaults(fields),
    } as const;
  }

  private async conversation(member: Member, id: string): Promise<About | undefined> {
    return this.database.maybe<About>(sql`
      select c.customer_id, u.name customer_name, c.identity_id, c.id conversation_id,
             c.unanswered_since waiting_since,
             said.message_id,
             c.unanswered_since is null and exists (
               select 1 from message m where m.conversation_id = c.id and m.author_kind = 'member' and m.id > said.message_id
             ) answered
        from conversation c join customer u on u.id = c.customer_id
       cross join lateral (
         select max(m.id) message_id from message m where m.conversation_id = c.id and m.direction = 'in'
       ) said
       where c.id = ${isId(id) ? id : null} and ${actsIn(member)}`);
  }

  /** Notices go to the identity from which the customer last wrote. */
  private async customer(member: Member, id: string | undefined): Promise<About | undefined> {
    return this.database.maybe<About>(sql`
      select u.id customer_id, u.name customer_name, i.id identity_id, null::bigint conversation_id, null::bigint message_id,
             null::timestamptz waiting_since, false answered
        from customer u
        left join lateral (select i.id from identity i left join contact_window w on w.identity_id = i.id
                            where i.customer_id = u.id order by w.opened_at desc nulls last limit 1) i on true
       where u.id = ${isId(id) ? id : null} and ${actsFor(member)}`);
  }

  private async isDepartment(key: string | undefined): Promise<boolean> {
    if (key === undefined) return true;
    return (await this.database.maybe(sql`select 1 from department where key = ${key}`)) !== undefined;
  }
}

interface About {
  customerId: string;
  customerName: string;
  identityId: string | null;
  conversationId: string | null;
  messageId: string | null;
  waitingSince: Date | null;
  answered: boolean;
}
