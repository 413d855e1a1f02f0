import { Injectable } from '@nestjs/common';
import { IANAZone } from 'luxon';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Invalid, NotFound } from '../platform/http/index.js';
import { isBlank, isId, KEY, type LocalizedText } from '../platform/text/index.js';
import { onCallAt, type Rotation, type Substitution } from './rotation.js';

/** The roster serves customers of this region; null means all regions without a roster of their own. */
export interface RosterDraft extends Omit<Rotation, 'substitutions'> {
  key: string;
  name: LocalizedText;
  region: string | null;
}

export interface OnCallRoster extends RosterDraft, Rotation {
  onCall: string[];
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

@Injectable()
export class Rosters {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<OnCallRoster[]> {
    const now = this.clock.now();
    const rows = await this.database.rows<RosterDraft & Rotation>(sql`
      select r.key, r.name, r.region, r.zone, to_char(r.starts_on, 'YYYY-MM-DD') as starts_on, r.handover, r.days,
             r.member_ids::text[] as member_ids,
             coalesce((select json_agg(json_build_object('id', s.id::text, 'memberId', s.member_id::text,
                         'substituteId', s.substitute_id::text, 'startsAt', s.starts_at, 'endsAt', s.ends_at)
                         order by s.starts_at)
                         from roster_substitute s where s.roster_id = r.id and s.ends_at > ${now}), '[]') as substitutions
        from roster r order by r.id`);
    const rosters = rows.map((row) => ({ ...row, substitutions: row.substitutions.map(withDates) }));
    return rosters.map((roster) => ({ ...roster, onCall: onCallAt(roster, now) }));
  }

  /** Throws `Invalid` for a wrong field. */
  async save(draft: RosterDraft): Promise<void> {
    const { key, name, region, zone, startsOn, handover, days, memberIds } = draft;
    await this.check(draft);
    await this.database.run(sql`
      insert into roster (key, name, region, zone, starts_on, handover, days, member_ids)
      values (${key}, ${JSON.stringify(name)}::jsonb, ${region}, ${zone}, ${startsOn}::date, ${handover}, ${days},
              ${[...memberIds]}::bigint[])
      on conflict (key) do update
        set name = excluded.name, region = excluded.region, zone = excluded.zone, starts_on = excluded.starts_on,
            handover = excluded.handover, days = excluded.days, member_ids = excluded.member_ids`);
  }

  async remove(key: string): Promise<void> {
    const gone = await this.database.run(sql`delete from roster where key = ${key}`);
    if (gone === 0) throw new NotFound('roster_not_found');
  }

  async withdraw(key: string, substitutionId: string): Promise<void> {
    await this.database.run(sql`
      delete from roster_substitute s using roster r
       where r.id = s.roster_id and r.key = ${key} and s.id = ${substitutionId}`);
  }

  /** Throws `Invalid`, or `NotFound` (`roster_not_found`) if the roster has no such member. */
  async substitute(key: string, { memberId, substituteId, startsAt, endsAt }: Substitution): Promise<void> {
    const known = await this.database.maybe(
      sql`select 1 from member where id = ${isId(substituteId) ? substituteId : null} and state = 'active'`,
    );
    Invalid.check([
      [!isId(memberId), 'memberId', 'unknown_member'],
      [!(endsAt > startsAt), 'endsAt', 'ends_before'],
      [substituteId === memberId, 'substituteId', 'same_person'],
      [!known, 'substituteId', 'unknown_member'],
    ]);
    const added = await this.database.run(sql`
      insert into roster_substitute (roster_id, member_id, substitute_id, starts_at, ends_at)
      select id, ${memberId}, ${substituteId}, ${startsAt}, ${endsAt}
        from roster where key = ${key} and ${memberId}::bigint = any(member_ids)`);
    if (added === 0) throw new NotFound('roster_not_found');
  }

  private async check({
    key,
    name,
    region,
    zone,
    startsOn,
    handover,
    days,
    memberIds,
  }: RosterDraft): Promise<void> {
    const known = await this.database.one<{ members: number; taken: boolean }>(sql`
      select (select count(*)::int from member where id = any(${[...memberIds]}::bigint[]) and state = 'active') members,
             exists (select 1 from roster where region is not distinct from ${region} and key <> ${key}) taken`);
    Invalid.check([
      [!KEY.test(key), 'key', 'bad_key'],
      [isBlank(name), 'name', 'required'],
      [!IANAZone.isValidZone(zone), 'zone', 'bad_zone'],
      [Number.isNaN(Date.parse(startsOn)), 'startsOn', 'bad_date'],
      [!TIME.test(handover), 'handover', 'bad_time'],
      [!Number.isInteger(days) || days < 1 || days > 92, 'days', 'out_of_range:92'],
      [memberIds.length === 0 || known.members !== new Set(memberIds).size, 'memberIds', 'unknown_member'],
      [known.taken, 'region', 'taken'],
    ]);
  }
}

export function onCallFor(region: string | null, rosters: readonly OnCallRoster[]): string[] {
  const own = region === null ? undefined : rosters.find((roster) => roster.region === region);
  return (own ?? rosters.find((roster) => roster.region === null))?.onCall ?? [];
}

function withDates(row: Substitution): Substitution {
  return { ...row, startsAt: new Date(row.startsAt), endsAt: new Date(row.endsAt) };
}
