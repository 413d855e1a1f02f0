import { Injectable } from '@nestjs/common';
import { Database, CachedSetting, sql } from '../platform/database/index.js';
import { Invalid } from '../platform/http/index.js';
import type { Priority } from './lifecycle.js';
import type { Localized } from './ticket.js';

export interface TicketType {
  key: string;
  name: Localized;
  priority: Priority;
  departmentId: string;
  /** For so many days after it was solved, a word of the customer opens the ticket again. */
  reopenDays: number;
}

@Injectable()
export class TicketTypes {
  private readonly inForce: CachedSetting<TicketType[]>;

  constructor(private readonly database: Database) {
    this.inForce = new CachedSetting(database, 'ticket_types', () => this.list());
  }

  list(): Promise<TicketType[]> {
    return this.database.rows<TicketType>(sql`
      select key, name, priority, department_id, reopen_days from ticket_type order by position, key`);
  }

  async find(key: string): Promise<TicketType | undefined> {
    return (await this.inForce.get()).find((known) => known.key === key);
  }

  /** Throws `Invalid` if there is no such type. */
  async require(key: string): Promise<TicketType> {
    const type = await this.find(key);
    if (!type) throw Invalid.field('type', 'unknown');
    return type;
  }
}

const DEFAULT_TYPES: { key: string; name: Localized; priority: Priority }[] = [
  { key: 'account_theft', name: { 'zh-CN': '账号被盗', en: 'Account theft' }, priority: 'P1' },
  { key: 'funds_loss', name: { 'zh-CN': '资金损失', en: 'Loss of funds' }, priority: 'P1' },
  { key: 'cross_border_dispute', name: { 'zh-CN': '跨境纠纷', en: 'Cross-border dispute' }, priority: 'P1' },
  { key: 'refund', name: { 'zh-CN': '退款', en: 'Refund' }, priority: 'P2' },
  { key: 'complaint', name: { 'zh-CN': '投诉', en: 'Complaint' }, priority: 'P2' },
  { key: 'system_fault', name: { 'zh-CN': '系统故障', en: 'System fault' }, priority: 'P2' },
  { key: 'inquiry', name: { 'zh-CN': '咨询', en: 'Inquiry' }, priority: 'P3' },
];

@Injectable()
export class TicketDefaults {
  constructor(private readonly database: Database) {}

  /** A new installation starts every type in `support`. Types that exist already stay as they are. */
  async install(): Promise<void> {
    const types = DEFAULT_TYPES.map((type, position) => ({ ...type, position }));
    await this.database.run(sql`
      insert into ticket_type (key, name, priority, position, department_id)
      select type.key, type.name, type.priority, type.position, d.id
        from jsonb_to_recordset(${JSON.stringify(types)}::jsonb) as type (key text, name jsonb, priority text, position int),
             department d
       where d.key = 'support'
      on conflict (key) do nothing`);
  }
}
