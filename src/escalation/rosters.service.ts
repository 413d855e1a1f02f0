import { Injectable } from '@nestjs/common';
import { IANAZone } from 'luxon';
import { Audit, difference } from '../platform/audit/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import type { Actor } from '../platform/events/index.js';
import { Invalid, NotFound } from '../platform/http/index.js';
import { isBlank, isId, KEY, type LocalizedText } from '../platform/text/index.js';
import { mayKeepRoster, requireKeeper } from './roster-rights.js';
import { onCallAt, type Rotation, type Substitution } from './rotation.js';

/**
 * The roster serves customers of this region; null means all regions without a roster of their own. It belongs to a
 * department, or to the company if it names none.
 */
export interface RosterDraft extends Omit<Rotation, 'substitutions'> {
  key: string;
  name: LocalizedText;
  region: string | null;
  departmentId?: string | null;
}

export interface OnCallRoster extends RosterDraft, Rotation {
  departmentId: string | null;
  onCall: string[];
}

interface KeptRoster {
  departmentId: string | null;
  draft: object;
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

@Injectable()
export class Rosters {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  async list(): Promise<OnCallRoster[]> {
    const now = this.clock.now();
    const rows = await this.database.rows<Omit<OnCallRoster, 'onCall'>>(sql`
      select r.key, r.name, r.department_id, r.region, r.zone, to_char(r.starts_on, 'YYYY-MM-DD') as starts_on, r.handover, r.days,
             r.member_ids::text[] as member_ids,
             coalesce((select json_agg(json_build_object('id', s.id::text, 'memberId', s.member_id::text,
                         'substituteId', s.substitute_id::text, 'startsAt', s.starts_at, 'endsAt', s.ends_at)
                         order by s.starts_at)
                         from roster_substitute s where s.roster_id = r.id and s.ends_at > ${now}), '[]') as substitutions
        from roster r order by r.id`);
    const rosters = rows.map((row) => ({ ...row, substitutions: row.substitutions.map(withDates) }));
    return rosters.map((roster) => ({ ...roster, onCall: onCallAt(roster, now) }));
  }

  /** Throws `Invalid` for a wrong field, or `Forbidden` for a roster that is not theirs. */
  async save(draft: RosterDraft, by: Actor): Promise<void> {
    const { key, departmentId = null } = draft;
    await this.database.transaction(async () => {
      const before = await this.kept(key);
      if (before) requireKeeper(by, before.departmentId);
      if (!mayKeepRoster(by, departmentId)) throw Invalid.field('department', 'not_allowed');
      await this.check(draft, departmentId);
      await this.write(draft, departmentId);
      const changed = difference(before?.draft, (await this.kept(key))?.draft);
      const action = before ? 'roster.changed' : 'roster.added';
      await this.audit.record({ action, subject: rosterAt(key), by, ...changed });
    });
  }

  async remove(key: string, by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      const { draft: before } = await this.own(key, by);
      await this.database.run(sql`delete from roster where key = ${key}`);
      await this.audit.record({ action: 'roster.removed', subject: rosterAt(key), by, before });
    });
  }

  async withdraw(key: string, substitutionId: string, by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      await this.own(key, by);
      const before = await this.database.maybe<object>(sql`
        delete from roster_substitute s using roster r
         where r.id = s.roster_id and r.key = ${key} and s.id = ${substitutionId}
        returning s.member_id, s.substitute_id, s.starts_at, s.ends_at`);
      if (!before) return;
      await this.audit.record({ action: 'roster.substitute_withdrawn', subject: rosterAt(key), by, before });
    });
  }

  /** Throws `Invalid`, or `NotFound` (`roster_not_found`) if the roster has no such member. */
  async substitute(key: string, absence: Substitution, by: Actor): Promise<void> {
    const { memberId, substituteId, startsAt, endsAt } = absence;
    await this.own(key, by);
    const known = await this.database.maybe(
      sql`select 1 from member where id = ${isId(substituteId) ? substituteId : null} and state = 'active'`,
    );
    Invalid.check([
      [!isId(memberId), 'memberId', 'unknown_member'],
      [!(endsAt > startsAt), 'endsAt', 'ends_before'],
      [substituteId === memberId, 'substituteId', 'same_person'],
      [!known, 'substituteId', 'unknown_member'],
    ]);
    await this.database.transaction(async () => {
      const added = await this.database.run(sql`
        insert into roster_substitute (roster_id, member_id, substitute_id, starts_at, ends_at)
        select id, ${memberId}, ${substituteId}, ${startsAt}, ${endsAt}
          from roster where key = ${key} and ${memberId}::bigint = any(member_ids)`);
      if (added === 0) throw new NotFound('roster_not_found');
      const after = { memberId, substituteId, startsAt, endsAt };
      await this.audit.record({ action: 'roster.substitute_added', subject: rosterAt(key), by, after });
    });
  }

  private async own(key: string, by: Actor): Promise<KeptRoster> {
    const roster = await this.kept(key);
    if (!roster) throw new NotFound('roster_not_found');
    requireKeeper(by, roster.departmentId);
    return roster;
  }

  private kept(key: string): Promise<KeptRoster | undefined> {
    return this.database.maybe<KeptRoster>(sql`
      select r.department_id,
             jsonb_build_object('name', r.name, 'department', d.key, 'region', r.region, 'zone', r.zone,
               'startsOn', r.starts_on, 'handover', r.handover, 'days', r.days, 'memberIds', r.member_ids) draft
        from roster r left join department d on d.id = r.department_id where r.key = ${key} for update of r`);
  }

  private async write(draft: RosterDraft, departmentId: string | null): Promise<void> {
    const { key, name, region, zone, startsOn, handover, days, memberIds } = draft;
    await this.database.run(sql`
      insert into roster (key, name, department_id, region, zone, starts_on, handover, days, member_ids)
      values (${key}, ${JSON.stringify(name)}::jsonb, ${departmentId}, ${region}, ${zone}, ${startsOn}::date,
              ${handover}, ${days}, ${[...memberIds]}::bigint[])
      on conflict (key) do update
        set name = excluded.name, department_id = excluded.department_id, region = excluded.region,
            zone = excluded.zone, starts_on = excluded.starts_on, handover = excluded.handover, days = excluded.days,
            member_ids = excluded.member_ids`);
  }

  private async check(draft: RosterDraft, departmentId: string | null): Promise<void> {
    const { key, name, region, zone, startsOn, handover, days, memberIds } = draft;
    const known = await this.database.one<{ members: number; department: boolean; taken: boolean }>(sql`
      select (select count(*)::int from member where id = any(${[...memberIds]}::bigint[]) and state = 'active') members,
             (${departmentId}::bigint is null or exists (select from department where id = ${departmentId})) department,
             exists (select 1 from roster where region is not distinct from ${region} and key <> ${key}
                        and department_id is not distinct from ${departmentId}::bigint) taken`);
    Invalid.check([
      [!KEY.test(key), 'key', 'bad_key'],
      [isBlank(name), 'name', 'required'],
      [!IANAZone.isValidZone(zone), 'zone', 'bad_zone'],
      [Number.isNaN(Date.parse(startsOn)), 'startsOn', 'bad_date'],
      [!TIME.test(handover), 'handover', 'bad_time'],
      [!Number.isInteger(days) || days < 1 || days > 92, 'days', 'out_of_range:92'],
      [memberIds.length === 0 || known.members !== new Set(memberIds).size, 'memberIds', 'unknown_member'],
      [!known.department, 'department', 'unknown'],
      [known.taken, 'region', 'taken'],
    ]);
  }
}

function rosterAt(key: string): { type: string; id: string } {
  return { type: 'roster', id: key };
}

function withDates(row: Substitution): Substitution {
  return { ...row, startsAt: new Date(row.startsAt), endsAt: new Date(row.endsAt) };
}
