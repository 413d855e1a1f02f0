import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Invalid } from '../platform/http/index.js';
import type { ChannelAccount } from './channel.js';

@Injectable()
export class ChannelAccounts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async byId(id: string): Promise<ChannelAccount> {
    return this.database.one<ChannelAccount>(sql`
      select id, key, kind, name, department_id, enabled from channel_account where id = ${id}`);
  }

  async create(account: { key: string; kind: string; name: string; department: string }): Promise<string> {
    const row = await this.database.maybe<{ id: string }>(sql`
      insert into channel_account (key, kind, name, department_id, created_at)
      select ${account.key}, ${account.kind}, ${account.name}, d.id, ${this.clock.now()}
        from department d where d.key = ${account.department}
      on conflict (key) do nothing returning id`);
    if (!row) throw Invalid.field('key', 'taken');
    return row.id;
  }
}
