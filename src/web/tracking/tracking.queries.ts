import { Injectable } from '@nestjs/common';
import type { LinkedTicket } from '../../notifications/index.js';
import type { Localized, Stage } from '../../tickets/index.js';
import { Clock } from '../../platform/clock/index.js';
import { masked } from '../../platform/reading/index.js';
import { Database, sql, type Sql } from '../../platform/database/index.js';
import { PUBLIC_EVENTS, type PublicEvent } from './public-events.js';

/** A customer may know all of this. What colleagues write to each other is not part of it. */
export interface TrackedCase {
  number: string;
  typeName: Localized;
  isRefund: boolean;
  stage: Stage;
  departmentName: Localized;
  /** The account to which the customer writes has this name. A ticket without an account has null. */
  shop: string | null;
  order: string | null;
  language: string | null;
  refund: TrackedRefund | null;
  /** This time is null if no resolution timer is running. */
  promisedAt: Date | null;
  urged: { at: string; answered: boolean; open: boolean } | null;
  customerId: string;
  finished: boolean;
  events: PublicEvent[];
}

export interface TrackedRefund {
  state: string;
  amount: string;
  currency: string;
  voucher: string | null;
  rejection: string | null;
}

const STORY_LENGTH = 100;

/** Nobody logs in to this page, so no personal number stands there, whoever wrote it. */
function discreet(tracked: TrackedCase): TrackedCase {
  const { order, refund } = tracked;
  const rejection = refund?.rejection ?? null;
  return {
    ...tracked,
    order: order && masked(order),
    refund: refund && { ...refund, rejection: rejection && masked(rejection) },
  };
}

function opens({ id, linkGeneration }: LinkedTicket): Sql {
  return sql`t.id = ${id} and t.link_generation = ${linkGeneration}`;
}

@Injectable()
export class TrackingQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Counts a visit and reads the case in one statement. Returns undefined if the link was revoked. */
  async view(link: LinkedTicket, { visits }: { visits: boolean }): Promise<TrackedCase | undefined> {
    const day = this.clock.now().toISOString().slice(0, 10);
    const found = await this.database.maybe<TrackedCase>(sql`
      with viewed as (
        insert into tracking_view (ticket_id, day) select id, ${day}::date from ticket t where ${opens(link)} and ${visits}
        on conflict (ticket_id, day) do update set views = tracking_view.views + 1
      )
      select 'T' || t.number number, y.name type_name, t.type = 'refund' is_refund, t.stage, d.name department_name,
             k.name shop, t.fields ->> 'order' "order", c.language,
             (select jsonb_build_object('state', r.state, 'amount', r.amount::text, 'currency', r.currency,
                                        'voucher', p.voucher, 'rejection', nullif(g.reason, ''))
                from refund r left join refund_payment p on p.refund_id = r.id left join refund_decision g on g.refund_id = r.id
               where r.ticket_id = t.id and r.state <> 'withdrawn' order by r.id desc limit 1) refund,
             (select m.due_at from timer m where m.ticket_id = t.id and m.metric = 'resolution' and m.state = 'running'
               order by m.version desc limit 1) promised_at,
             (select jsonb_build_object('at', e.due_at, 'answered', e.answered_at is not null, 'open', e.answered_at is null)
                from escalation e where e.ticket_id = t.id and e.kind = 'asked' and e.asked_by_kind = 'customer'
               order by e.id desc limit 1) urged,
             t.customer_id, t.is_finished finished,
             ${this.events} events
        from ticket t
        join ticket_type y on y.key = t.type
        join department d on d.id = t.department_id
        join customer c on c.id = t.customer_id
        left join identity i on i.id = t.identity_id
        left join channel_account k on k.id = i.account_id
       where ${opens(link)}`);
    return found && discreet(found);
  }

  async customerOf(link: LinkedTicket): Promise<string | undefined> {
    const row = await this.database.maybe<{ customerId: string }>(
      sql`select t.customer_id from ticket t where ${opens(link)}`,
    );
    return row?.customerId;
  }

  /** Only the alias of a colleague is given out, and of an event only what the story needs. */
  private readonly events = sql`(
    select coalesce(jsonb_agg(to_jsonb(s) order by s.id desc), '[]') from (
      select e.id, e.at, e.name, e.data ->> 'stage' stage, e.data ->> 'to' "to", e.data ->> 'amount' amount,
             e.data ->> 'currency' currency, a.alias, o.name department
        from event e
        left join member a on e.actor_kind = 'member' and e.name = 'ticket.replied' and a.id = e.actor_id
        left join department o on e.name = 'ticket.handoff_accepted' and o.id = (e.data ->> 'toDepartmentId')::bigint
       where e.subject_type = 'ticket' and e.subject_id = t.id and e.name = any(${PUBLIC_EVENTS}::text[])
       order by e.id desc limit ${STORY_LENGTH}
    ) s)`;
}
