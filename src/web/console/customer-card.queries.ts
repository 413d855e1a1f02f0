import { Injectable } from '@nestjs/common';
import type { TalkState } from '../../conversations/index.js';
import { Profiles } from '../../customers/index.js';
import type { Member } from '../../staff/index.js';
import { actsFor, type Priority, UNFINISHED, visibleTo } from '../../tickets/index.js';
import { Clock } from '../../platform/clock/index.js';
import { Database, sql } from '../../platform/database/index.js';

export interface CustomerCard {
  id: string;
  name: string;
  tier: string;
  language: string;
  since: Date;
  channel: string | null;
  /** Open ones that the member may see. */
  tickets: { number: string; subject: string; priority: Priority }[];
  /** The latest finished ones that the member may see. */
  earlier: { number: string; subject: string; openedAt: string }[];
  /** What may still be sent to the identity; null where no window is open. */
  allowance: { total: number; used: number; left: number; closesInSeconds: number } | null;
  reachable: boolean;
  /** As WeChat last said; null where it was not asked yet. */
  following: 'follows' | 'does_not_follow' | null;
  followsSince: Date | null;
  /** Of the account's followers, as its console sorts them. */
  tags: string[];
  /** What an answer meets: whether the last send is kept back, and whether a template carries replies instead. */
  contact: { keptBack: boolean; carried: boolean; why: string | null };
  /** Subscription notices that the customer still allows, by what they tell of. */
  consents: { purposes: string[]; available: number }[];
  phoneMasked: string | null;
  /** Whether the member may look into and change what is kept of the customer, not only read it. */
  acts: boolean;
  /** The conversation that a colleague or the reader holds with the customer now. */
  talk: { departmentId: string; state: TalkState; holder: { id: string; name: string } } | null;
}

const TICKETS_SHOWN = 10;
const EARLIER_SHOWN = 5;

/** Who this is. Callers have loaded a ticket or conversation of the customer through what the member may see. */
@Injectable()
export class CustomerCards {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly profiles: Profiles,
  ) {}

  async of(member: Member, customerId: string, identityId: string | null): Promise<CustomerCard> {
    const now = this.clock.now();
    const card = await this.database.one<Omit<CustomerCard, 'phoneMasked'>>(sql`
      select u.id, u.name, u.tier, coalesce(u.language, 'zh-CN') language, u.created_at since, k.name channel,
             coalesce(l.reachable, true) reachable, ${actsFor(member)} acts,
             (select jsonb_build_object('departmentId', o.department_id::text, 'state', o.state,
                                        'holder', jsonb_build_object('id', h.id::text, 'name', h.name))
                from conversation o join member h on h.id = o.assignee_id
               where o.identity_id = i.id and o.state <> 'ended') talk,
             case w.subscribed when true then 'follows' when false then 'does_not_follow' end following,
             w.subscribed_at follows_since,
             array(select name from wechat_tag g where g.account_id = i.account_id and g.tag_id = any(w.tag_ids) order by name) tags,
             jsonb_build_object('keptBack', (select holds_back from contact_setting), 'why', l.unreachable_reason, 'carried', exists (
               select 1 from wechat_template x where x.account_id = i.account_id and x.purpose = 'reply' and x.kind = 'template'
                  and x.broken_reason is null)) contact,
             (select coalesce(jsonb_agg(jsonb_build_object('available', o.available, 'purposes', o.purposes)), '[]') from (
                select x.template_id, c.available, jsonb_agg(distinct x.purpose) purposes
                  from wechat_consent c
                  join wechat_template x on x.account_id = c.account_id and x.template_id = c.template_id
                   and x.kind = 'subscription' and x.broken_reason is null
                 where c.account_id = i.account_id and c.external_id = i.external_id and c.available > 0
                 group by x.template_id, c.available order by x.template_id) o) consents,
             (select jsonb_build_object('total', w.allowance, 'used', w.used, 'left', w.allowance - w.used,
                                        'closesInSeconds', extract(epoch from w.closes_at - ${now}::timestamptz)::int)
                from contact_window w where w.identity_id = i.id and w.closes_at > ${now}
               order by w.allowance - w.used desc, w.closes_at desc limit 1) allowance,
             (select coalesce(jsonb_agg(to_jsonb(o) - 'id' order by o.priority, o.id desc), '[]') from (
                select t.id, 'T' || t.number number, t.subject, t.priority from ticket t
                 where ${visibleTo(member)} and t.customer_id = u.id and t.status = any(${UNFINISHED}::text[])
                 order by t.priority, t.id desc limit ${TICKETS_SHOWN}) o) tickets,
             (select coalesce(jsonb_agg(to_jsonb(o) - 'id' order by o.id desc), '[]') from (
                select t.id, 'T' || t.number number, t.subject, t.opened_at as "openedAt" from ticket t
                 where ${visibleTo(member)} and t.customer_id = u.id and not t.status = any(${UNFINISHED}::text[])
                 order by t.id desc limit ${EARLIER_SHOWN}) o) earlier
        from customer u
        left join identity i on i.id = ${identityId}
        left join channel_account k on k.id = i.account_id
        left join contact_ledger l on l.identity_id = i.id
        left join wechat_user w on w.identity_id = i.id
       where u.id = ${customerId}`);
    return { ...card, phoneMasked: await this.profiles.maskedPhone(customerId) };
  }
}
