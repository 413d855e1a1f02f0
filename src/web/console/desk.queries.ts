import { Injectable } from '@nestjs/common';
import { talksWith } from '../../conversations/index.js';
import type { Member, Wording } from '../../staff/index.js';
import { type Priority, visibleTo } from '../../tickets/index.js';
import { Database, sql, type Sql } from '../../platform/database/index.js';
import { type Bell, bellOf } from './alerts/bell.queries.js';

/** Each count stops at a hundred rows. */
export interface DeskCounts {
  waiting: number;
  talking: number;
  mine: number;
  unassigned: number;
  offered: number;
  department: number;
  refunds: number;
  bell: Bell;
}

export interface Choices {
  departments: { id: string; key: string; name: Wording }[];
  types: { key: string; name: Wording; priority: Priority }[];
}

export interface Colleague {
  id: string;
  name: string;
}

export type Surroundings = DeskCounts & Choices & { colleagues: Colleague[] };

const MOST = 100;

@Injectable()
export class DeskQueries {
  constructor(private readonly database: Database) {}

  counts(member: Member): Promise<DeskCounts> {
    return this.database.one<DeskCounts>(sql`select ${counted(member)}`);
  }

  choices(): Promise<Choices> {
    return this.database.one<Choices>(sql`select ${CHOICES}`);
  }

  /** The counts and, for a department, the members who can have its tickets come from one statement. */
  around(member: Member, departmentId: string | null = null): Promise<Surroundings> {
    return this.database.one<Surroundings>(sql`
      select ${counted(member)}, ${CHOICES},
             (select coalesce(jsonb_agg(jsonb_build_object('id', m.id::text, 'name', m.name) order by m.name, m.id), '[]')
                from member m join membership s on s.member_id = m.id
               where s.department_id = ${departmentId} and m.state = 'active') colleagues`);
  }
}

const CHOICES = sql`
  (select jsonb_agg(jsonb_build_object('id', id::text, 'key', key, 'name', name) order by position, id) from department) departments,
  (select jsonb_agg(jsonb_build_object('key', key, 'name', name, 'priority', priority) order by position, key) from ticket_type) types`;

function counted(member: Member): Sql {
  const open = sql`not t.is_finished`;
  const talk = sql`from conversation c where ${talksWith(member)} and c.state <> 'ended'`;
  const desk = sql`from ticket t where ${own(member, sql`t.department_id`)} and ${open}`;
  return sql`
    ${upTo(sql`${talk} and c.unanswered_since is not null`)} waiting,
    ${upTo(sql`${talk} and c.assignee_id = ${member.id}`)} talking,
    ${upTo(sql`from ticket t where ${visibleTo(member)} and ${open} and t.assignee_id = ${member.id}`)} mine,
    ${upTo(sql`${desk} and t.assignee_id is null`)} unassigned,
    ${upTo(desk)} department,
    ${upTo(sql`from handoff h where h.state = 'offered' and ${own(member, sql`h.to_department_id`)}`)} offered,
    ${upTo(refundsFor(member))} refunds,
    ${bellOf(member)} bell`;
}

function upTo(rows: Sql): Sql {
  return sql`(select count(*)::int from (select 1 ${rows} limit ${MOST}) counted)`;
}

function own(member: Member, department: Sql): Sql {
  return member.isAdmin ? sql`true` : sql`${department} = any(${member.departmentIds}::bigint[])`;
}

function refundsFor(member: Member): Sql {
  const theirs = member.isFinance
    ? sql`r.state = 'approved' or (r.state = 'requested' and r.requested_by <> ${member.id})`
    : sql`false`;
  return sql`from refund r join ticket t on t.id = r.ticket_id where ${visibleTo(member)} and (${theirs})`;
}
