import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';

export type WindowSource = 'message' | 'menu' | 'follow' | 'scan';

/**
 * What WeChat allows after each thing a customer does, and for how long. In force since 2023-06-12.
 * Allowances are not known to add up, so the largest open one counts and every send is taken off all of them.
 */
const WINDOWS: Record<WindowSource, { allowance: number; seconds: number }> = {
  message: { allowance: 5, seconds: 48 * 3600 },
  menu: { allowance: 3, seconds: 60 },
  follow: { allowance: 3, seconds: 60 },
  scan: { allowance: 3, seconds: 60 },
};

/** Whether and until when an identity can be written to. `remaining` counts sends; `closesAt` is null when closed. */
export interface Ledger {
  remaining: number;
  closesAt: Date | null;
  reachable: boolean;
}

@Injectable()
export class ContactLedger {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** A customer did something: its window opens anew, and what waited for that may go. */
  async opened(identityId: string, source: WindowSource, at: Date): Promise<void> {
    const { allowance, seconds } = WINDOWS[source];
    const closesAt = new Date(at.getTime() + seconds * 1000);
    await this.database.run(sql`
      with reachable as (
        insert into contact_ledger (identity_id, followed) values (${identityId}, true)
        on conflict (identity_id) do update set reachable = true, unreachable_reason = null, followed = true
      ), woken as (
        update delivery set due_at = ${this.clock.now()}, reason = null
         where identity_id = ${identityId} and state = 'planned' and due_at is null
      )
      insert into contact_window as w (identity_id, source, opened_at, closes_at, allowance)
      values (${identityId}, ${source}, ${at}, ${closesAt}, ${allowance})
      on conflict (identity_id, source) do update
        set opened_at = excluded.opened_at, closes_at = excluded.closes_at, allowance = excluded.allowance, used = 0
        where w.opened_at <= excluded.opened_at`);
  }

  async of(identityId: string): Promise<Ledger> {
    return this.database.one<Ledger>(sql`
      select coalesce(max(w.allowance - w.used), 0)::int remaining, max(w.closes_at) closes_at,
             coalesce((select reachable from contact_ledger where identity_id = ${identityId}), true) reachable
        from contact_window w
       where w.identity_id = ${identityId} and w.closes_at > ${this.clock.now()}`);
  }

  /** Takes one send off every open window. */
  async debit(identityId: string): Promise<void> {
    await this.database.run(sql`
      update contact_window set used = used + 1
       where identity_id = ${identityId} and closes_at > ${this.clock.now()} and used < allowance`);
  }

  /** Gives back a send that certainly never reached the provider. */
  async credit(identityId: string): Promise<void> {
    await this.database.run(sql`
      update contact_window set used = used - 1
       where identity_id = ${identityId} and closes_at > ${this.clock.now()} and used > 0`);
  }

  /** The provider says that nothing more may be sent: it is right, our count was not. */
  async exhausted(identityId: string): Promise<void> {
    await this.database.run(
      sql`update contact_window set used = allowance where identity_id = ${identityId}`,
    );
  }

  async unreachable(identityId: string, reason: string): Promise<void> {
    await this.database.run(sql`
      insert into contact_ledger (identity_id, reachable, unreachable_reason, followed)
      values (${identityId}, false, ${reason}, false)
      on conflict (identity_id) do update set reachable = false, unreachable_reason = ${reason}, followed = false`);
  }
}
