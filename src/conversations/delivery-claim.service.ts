import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { DEFAULT_LANGUAGE } from '../customers/index.js';
import type { Outbound, OutboundContent, Route } from './channel.js';
import { Channels } from './channels.js';
import { ContactLedger } from './contact-ledger.service.js';
import type { Claimed } from './sending.service.js';
import { Settlement } from './settlement.service.js';

const LEASE = '40 seconds';

interface Due {
  id: string;
  identityId: string;
  conversationId: string;
  messageId: string;
  purpose: string;
  content: OutboundContent;
  attempts: number;
  externalId: string;
  language: string | null;
  reachable: boolean;
  remaining: number;
  accountId: string;
  accountKey: string;
  kind: string;
  accountName: string;
  departmentId: string;
  enabled: boolean;
}

/** Takes the oldest unfinished delivery of an identity, decides its route, and debits the contact ledger. */
@Injectable()
export class DeliveryClaim {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly channels: Channels,
    private readonly ledger: ContactLedger,
    private readonly settlement: Settlement,
  ) {}

  async next(): Promise<Claimed | 'nothing_due' | 'settled_without_sending'> {
    return this.database.transaction(async () => {
      const due = await this.lockDue();
      if (!due) return 'nothing_due';
      const route = await this.routeFor(due);
      if (route === null) return 'settled_without_sending';
      if (!(await this.mark(due, route))) return 'settled_without_sending';
      if (route === 'customer_message') await this.ledger.debit(due.identityId);
      return claimed(due, route);
    });
  }

  /**
   * Locks the identity's ledger row, not the delivery: while it is held, and while one of its deliveries is being sent,
   * no other delivery of that identity is due, on any process. Hence order.
   */
  private lockDue(): Promise<Due | undefined> {
    const now = this.clock.now();
    return this.database.maybe<Due>(sql`
      select d.id, d.identity_id, d.conversation_id, d.message_id, d.purpose, d.content, d.attempts, i.external_id, c.language, l.reachable,
             coalesce((select max(w.allowance - w.used) from contact_window w
                        where w.identity_id = d.identity_id and w.closes_at > ${now}), 0)::int remaining,
             a.id account_id, a.key account_key, a.kind, a.name account_name, a.department_id, a.enabled
        from delivery d
        join contact_ledger l on l.identity_id = d.identity_id
        join identity i on i.id = d.identity_id
        join customer c on c.id = i.customer_id
        join channel_account a on a.id = d.account_id
       where d.state = 'planned' and d.due_at <= ${now} and a.enabled
         and not exists (select 1 from delivery e where e.identity_id = d.identity_id and e.state = 'sending')
         and not exists (select 1 from delivery e
                          where e.identity_id = d.identity_id and e.id < d.id and e.state = 'planned' and e.due_at is not null)
       order by d.due_at, d.id limit 1
         for update of l skip locked`);
  }

  private async routeFor(due: Due): Promise<Route | null> {
    if (!due.reachable) return this.settlement.unreachable(due);
    const routes = await this.channels.of(due).routes(outboundOf(due));
    const open = routes.find((route) => route !== 'customer_message' || due.remaining > 0);
    return open ?? this.settlement.waitForCustomer(due);
  }

  /** False where another process, whose commit our snapshot had not seen, took it first. */
  private async mark(due: Due, route: Route): Promise<boolean> {
    const marked = await this.database.run(sql`
      update delivery set state = 'sending', route = ${route}, attempts = attempts + 1, due_at = null, reason = null,
                          lease_until = clock_timestamp() + ${LEASE}::interval
       where id = ${due.id} and state = 'planned'
         and not exists (select 1 from delivery e where e.identity_id = ${due.identityId} and e.state = 'sending')`);
    return marked === 1;
  }
}

function claimed(due: Due, route: Route): Claimed {
  const { identityId, conversationId, attempts } = due;
  return { route, identityId, conversationId, attempts: attempts + 1, outbound: outboundOf(due) };
}

function outboundOf(due: Due): Outbound {
  const { id, messageId, externalId, purpose, content, departmentId, enabled } = due;
  const { accountId, accountKey: key, accountName: name, kind } = due;
  const account = { id: accountId, key, kind, name, departmentId, enabled };
  const language = due.language ?? DEFAULT_LANGUAGE;
  return { id, messageId, account, externalId, purpose, language, content };
}
