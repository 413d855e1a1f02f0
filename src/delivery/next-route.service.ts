import { Injectable } from '@nestjs/common';
import { DEFAULT_LANGUAGE } from '../customers/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { Wakeups } from '../platform/jobs/index.js';
import type { ChannelAccount, Route } from './channel.js';
import { Channels } from './channels.js';
import { type Allowance, allowanceOf, mayWrite } from './allowance.js';
import { moving, together } from './moving.js';
import { DELIVERIES_DUE } from './planning.js';

interface Failed extends Allowance {
  route: Route;
  tried: string[];
  purpose: string;
  language: string | null;
  externalId: string;
  reachable: boolean;
  takesLast: boolean;
  mayCall: boolean;
}

@Injectable()
export class NextRoute {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly channels: Channels,
    private readonly wakeups: Wakeups,
  ) {}

  async after(account: ChannelAccount, deliveryId: string): Promise<void> {
    const failed = await this.read(deliveryId);
    const { externalId, purpose, route } = failed;
    const language = failed.language ?? DEFAULT_LANGUAGE;
    for await (const other of this.channels.of(account).routes({ account, externalId, purpose, language }))
      if (open(failed, other)) return this.plan(deliveryId, route, sql`due_at = ${this.clock.now()}`);
    if (failed.mayCall) await this.plan(deliveryId, route, sql`route = 'call', due_at = null`);
  }

  private read(id: string): Promise<Failed> {
    return this.database.one<Failed>(sql`
      select d.route, d.tried, d.purpose, c.language, i.external_id, d.may_call and s.calls may_call,
             l.reachable, d.takes_last, o.remaining, o.kept_back
        from delivery d
        join contact_ledger l on l.identity_id = d.identity_id
        join identity i on i.id = d.identity_id
        join customer c on c.id = i.customer_id
        cross join contact_setting s
        cross join lateral (${allowanceOf(sql`d.identity_id`, this.clock.now())}) o
       where d.id = ${id}`);
  }

  /** Receipts for the failed attempt no longer count, so the provider's id is cleared. */
  private async plan(id: string, failed: Route, how: Sql): Promise<void> {
    const set = sql`tried = array_append(tried, ${failed}), provider_id = null, settled_at = null, sent_at = null,
                    unclear_since = null, ${how}`;
    await this.database.run(moving('reroute', { which: together(id), set }));
    this.wakeups.wake(DELIVERIES_DUE);
  }
}

function open(failed: Failed, other: Route): boolean {
  if (other === 'customer_message') return failed.reachable && mayWrite(failed, failed.takesLast);
  return other !== failed.route && !failed.tried.includes(other);
}
