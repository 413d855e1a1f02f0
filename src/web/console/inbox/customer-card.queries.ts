import { Injectable } from '@nestjs/common';
import type { TalkState } from '../../../conversations/index.js';
import { Profiles } from '../../../customers/index.js';
import { type HeldThing, holdOf, standsAt } from '../../../retention/index.js';
import { allowanceOf, Channels, type ContactFacts } from '../../../delivery/index.js';
import type { Member } from '../../../staff/index.js';
import { actsFor, type Priority, visibleTo } from '../../../tickets/index.js';
import { Clock } from '../../../platform/clock/index.js';
import { Database, sql, type Sql } from '../../../platform/database/index.js';
import { DEFAULT_LANGUAGE } from '../../../platform/text/index.js';

export interface CustomerCard {
  id: string;
  name: string;
  tier: string;
  language: string;
  since: Date;
  channel: string | null;
  tickets: { number: string; subject: string; priority: Priority }[];
  earlier: { number: string; subject: string; openedAt: string }[];
  /** The allowance is null if no window is open. */
  allowance: { total: number; used: number; left: number; closesInSeconds: number } | null;
  reachable: boolean;
  /** The provider reported this last. Null means that it reported nothing. */
  following: 'follows' | 'does_not_follow' | null;
  followsSince: Date | null;
  /** WeChat's own console sorts an account's followers by these tags. */
  tags: string[];
  /**
   * Tells whether the last send is kept back, whether replies are sent by template instead, and why the customer cannot
   * be reached.
   */
  contact: { keptBack: boolean; carried: boolean; why: string | null };
  /** The customer still allows subscription notices about these purposes. */
  consents: { purposes: string[]; available: number }[];
  phoneMasked: string | null;
  /** The member may see and change the customer's data in full, and not only read the card. */
  acts: boolean;
  /** What a legal hold names; nothing of it is erased or removed. */
  holds: { type: HeldThing; number: string | null; until: string | null }[];
  /** The reader decides what becomes of the customer's data. */
  administers: boolean;
  /** The reader or a colleague has this conversation with the customer now. */
  talk: { departmentId: string; state: TalkState; holder: { id: string; name: string } } | null;
}

type Stored = Omit<CustomerCard, keyof ContactFacts | 'contact' | 'phoneMasked' | 'administers'> & {
  kind: string | null;
  contact: Omit<CustomerCard['contact'], 'carried'>;
};

const UNKNOWN: ContactFacts = {
  following: null,
  followsSince: null,
  tags: [],
  consents: [],
  carriesReplies: false,
};

const TICKETS_SHOWN = 10;
const EARLIER_SHOWN = 5;

/** Callers have loaded a ticket or conversation of the customer through what the member may see. */
@Injectable()
export class CustomerCards {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly profiles: Profiles,
    private readonly channels: Channels,
  ) {}

  async of(member: Member, customerId: string, identityId: string | null): Promise<CustomerCard> {
    const [{ kind, contact, ...card }, phoneMasked] = await Promise.all([
      this.stored(member, customerId, identityId),
      this.profiles.maskedPhone(customerId),
    ]);
    const facts = kind !== null && identityId !== null ? await this.factsOf(kind, identityId) : UNKNOWN;
    return {
      ...card,
      ...facts,
      administers: member.isAdmin,
      following: followingOf(facts),
      contact: { ...contact, carried: facts.carriesReplies },
      phoneMasked,
    };
  }

  private stored(member: Member, customerId: string, identityId: string | null): Promise<Stored> {
    const now = this.clock.now();
    return this.database.one<Stored>(sql`
      select u.id, u.name, u.tier, coalesce(u.language, ${DEFAULT_LANGUAGE}) language, u.created_at since, k.name channel, k.kind,
             coalesce(l.reachable, true) reachable, ${actsFor(member)} acts,
             (select jsonb_build_object('departmentId', c.department_id::text, 'state', c.state,
                                        'holder', jsonb_build_object('id', h.id::text, 'name', h.name))
                from conversation c join member h on h.id = c.assignee_id
               where c.identity_id = i.id and c.state <> 'ended') talk,
             jsonb_build_object('keptBack', o.kept_back > 0, 'why', l.unreachable_reason) contact,
             case when o.total is not null then
               jsonb_build_object('total', o.total, 'used', o.used, 'left', o.remaining,
                                  'closesInSeconds', extract(epoch from o.until - ${now}::timestamptz)::int) end allowance,
             ${heldThings(now)} holds,
             (select coalesce(jsonb_agg(to_jsonb(o) - 'id' order by o.priority, o.id desc), '[]') from (
                select t.id, 'T' || t.number number, t.subject, t.priority from ticket t
                 where ${visibleTo(member)} and t.customer_id = u.id and not t.is_finished
                 order by t.priority, t.id desc limit ${TICKETS_SHOWN}) o) tickets,
             (select coalesce(jsonb_agg(to_jsonb(o) - 'id' order by o.id desc), '[]') from (
                select t.id, 'T' || t.number number, t.subject, t.opened_at as "openedAt" from ticket t
                 where ${visibleTo(member)} and t.customer_id = u.id and t.is_finished
                 order by t.id desc limit ${EARLIER_SHOWN}) o) earlier
        from customer u
        left join identity i on i.id = ${identityId}
        left join channel_account k on k.id = i.account_id
        cross join lateral (${allowanceOf(sql`i.id`, now)}) o
        left join contact_ledger l on l.identity_id = i.id
       where u.id = ${customerId}`);
  }

  private async factsOf(kind: string, identityId: string): Promise<ContactFacts> {
    return (await this.channels.of({ kind }).factsOf?.(identityId)) ?? UNKNOWN;
  }
}

/** Expects `customer u` in the query. */
function heldThings(now: Date): Sql {
  return sql`
    (select coalesce(jsonb_agg(jsonb_build_object(
              'type', h.subject_type, 'until', h.until, 'number', 'T' || b.number) order by h.id), '[]')
       from legal_hold h left join ticket b on h.subject_type = 'ticket' and b.id = h.subject_id
      where ${standsAt(now)} and ${holdOf(sql`u.id`)})`;
}

function followingOf({ following }: ContactFacts): CustomerCard['following'] {
  if (following === null) return null;
  return following ? 'follows' : 'does_not_follow';
}
