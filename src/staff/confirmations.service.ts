import { Injectable } from '@nestjs/common';
import { Audit } from '../platform/audit/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Conflict, Forbidden } from '../platform/http/index.js';
import type { Member } from './member.js';
import { Roster } from './roster.service.js';

/** `broughtInBy` is null for somebody whom the installation or the command line brought in. */
export interface FinanceMember {
  id: string;
  name: string;
  broughtInBy: { id: string; name: string } | null;
  confirmedBy: { id: string; name: string } | null;
  counts: boolean;
}

/** Whoever brought a member in knows the person alone, until another administrator confirms it. */
@Injectable()
export class Confirmations {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly roster: Roster,
    private readonly events: Events,
    private readonly audit: Audit,
  ) {}

  /** Confirming again changes nothing. Throws `not_allowed`, `own_confirmation` or `brought_in_by_you`. */
  async confirm(memberId: string, by: Member): Promise<void> {
    by.mustBe('admin');
    await this.database.transaction(async () => {
      const { id, state } = await this.roster.byId(memberId);
      if (state === 'disabled') throw new Conflict('member_disabled');
      if (id === by.id) throw new Forbidden('own_confirmation');
      const { invited } = await this.database.one<{ invited: boolean }>(
        sql`select coalesce(brought_in_by = ${by.id}, false) invited from member where id = ${id}`,
      );
      if (invited) throw new Forbidden('brought_in_by_you');
      const written = await this.database.run(sql`
        insert into member_confirmation (member_id, confirmed_by, confirmed_at)
        values (${id}, ${by.id}, ${this.clock.now()}) on conflict do nothing`);
      if (written === 0) return;
      await this.events.record('member.confirmed', { type: 'member', id }, {}, by);
      await this.audit.record({ action: 'member.confirmed', subject: { type: 'member', id }, by });
    });
  }

  ofFinance(): Promise<FinanceMember[]> {
    return this.database.rows<FinanceMember>(sql`
      select m.id, m.name, counts_for_money(m.id) counts,
             case when b.id is not null then jsonb_build_object('id', b.id::text, 'name', b.name) end brought_in_by,
             case when k.id is not null then jsonb_build_object('id', k.id::text, 'name', k.name) end confirmed_by
        from member m
        join membership s on s.member_id = m.id
        join department d on d.id = s.department_id and d.key = 'finance'
        left join member b on b.id = m.brought_in_by
        left join member_confirmation c on c.member_id = m.id
        left join member k on k.id = c.confirmed_by
       where m.state = 'active' order by counts_for_money(m.id), m.id`);
  }
}
