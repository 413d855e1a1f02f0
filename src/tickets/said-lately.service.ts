import { Injectable } from '@nestjs/common';
import { type Facts, type Reading, type Said, type Sum, Triage, type Verdict } from '../triage/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { lockCustomer } from './customer-lock.js';
import type { InboundMessage } from './inbound-message.js';
import { TicketTypes } from './types.service.js';

/** A type that a message makes work of, with what it was read from. */
export interface Work extends Sum {
  type: string;
  facts: Facts;
}

const MOST_SAID = 40;

/** Reads a message together with what its customer said lately, in messages, voices and open tickets. */
@Injectable()
export class SaidLately {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly triage: Triage,
    private readonly types: TicketTypes,
  ) {}

  /**
   * The work that the message makes by itself and, if that is more urgent, the work that it makes together with what
   * was said before. Of two works of one type only the more urgent counts.
   */
  async worksOf(message: InboundMessage, reading: Reading): Promise<Work[]> {
    const alone = this.workAlone(message, reading);
    const sum = await this.sumOf(message, this.newest(message));
    if (!sum?.verdict.type || (alone && !(await this.isMoreUrgent(sum.verdict, alone.verdict))))
      return alone ? [alone] : [];
    const { type } = sum.verdict;
    const together = { ...sum, type, facts: this.factsOf(message, sum, reading.facts) };
    return alone && alone.type !== type ? [alone, together] : [together];
  }

  /** The work that the message makes by itself. */
  workAlone(message: InboundMessage, { work, facts }: Reading): Work | null {
    return work && { type: work.type, verdict: work, from: [this.newest(message)], facts };
  }

  async priorityOf({ type, priority }: Verdict): Promise<string> {
    return priority ?? (type === null ? 'P3' : (await this.types.require(type)).priority);
  }

  private newest({ messageId, text }: InboundMessage): Said {
    return { messageId, text, at: this.clock.now() };
  }

  private async isMoreUrgent(one: Verdict, other: Verdict): Promise<boolean> {
    return (await this.priorityOf(one)) < (await this.priorityOf(other));
  }

  private async sumOf(message: InboundMessage, newest: Said): Promise<Sum | null> {
    const hours = await this.triage.addsUpHours();
    if (hours === 0 || message.text === '') return null;
    if (await this.triage.mayAddUp(message.text)) await lockCustomer(this.database, message.customerId);
    const before = await this.before(message, hours);
    return before.length > 0 ? this.triage.addUp([...before, newest]) : null;
  }

  /** What was said before a member last set the priority of an open ticket was weighed by that member. */
  private async before({ messageId, customerId }: InboundMessage, hours: number): Promise<Said[]> {
    const since = new Date(this.clock.now().getTime() - hours * 3_600_000);
    const said = await this.database.rows<Said>(sql`
      with weighed as (
        select coalesce(max(e.at), '-infinity') at from ticket t
          join event e on e.subject_type = 'ticket' and e.subject_id = t.id
           and e.name = 'ticket.priority_changed' and e.actor_kind = 'member'
         where t.customer_id = ${customerId} and not t.is_finished
      )
      select said.* from weighed, lateral (
        (select m.id message_id, m.text, m.sent_at at
           from conversation c join message m on m.conversation_id = c.id
          where c.customer_id = ${customerId} and not c.is_test and c.last_message_at > ${since}
            and m.direction = 'in' and m.kind in ('text', 'voice') and m.text <> '' and m.id <> ${messageId}
            and m.sent_at > greatest(${since}, weighed.at)
          order by m.sent_at desc, m.id desc limit ${MOST_SAID})
        union all
        (select null, concat_ws(' ', t.subject, t.fields ->> 'amount', t.fields ->> 'currency'), t.opened_at
           from ticket t where t.customer_id = ${customerId} and not t.is_finished and t.opened_at > weighed.at
          order by t.id desc limit ${MOST_SAID})
      ) said order by said.at, said.message_id`);
    return said;
  }

  /** Facts of the newest message count before those of earlier ones. */
  private factsOf({ messageId }: InboundMessage, { from }: Sum, facts: Facts): Facts {
    const earlier = from.filter((said) => said.messageId !== messageId);
    return Object.assign({}, ...earlier.map(({ text }) => this.triage.factsIn(text)), facts) as Facts;
  }
}
