import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';

@Injectable()
export class LateFirings {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async add(firings: number, worstMs: number): Promise<void> {
    const now = this.clock.now();
    await this.database.run(sql`
      insert into timer_lateness (hour, firings, worst_ms, last_at)
      values (date_trunc('hour', ${now}::timestamptz), ${firings}, ${worstMs}, ${now})
      on conflict (hour) do update
        set firings = timer_lateness.firings + excluded.firings, last_at = excluded.last_at,
            worst_ms = greatest(timer_lateness.worst_ms, excluded.worst_ms), seen_by = null, seen_at = null`);
  }

  async see(member: Member): Promise<void> {
    member.mustBe('admin');
    await this.database.run(
      sql`update timer_lateness set seen_by = ${member.id}, seen_at = ${this.clock.now()} where seen_at is null`,
    );
  }

  async owedMs(): Promise<number> {
    const { oldest } = await this.database.one<{ oldest: Date | null }>(
      sql`select min(next_fire_at) as oldest from timer where state = 'running' and next_fire_at is not null`,
    );
    return oldest ? Math.max(0, this.clock.now().getTime() - oldest.getTime()) : 0;
  }
}
