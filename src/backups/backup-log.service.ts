import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import type { Taken } from './backup.js';

export interface LoggedBackup {
  id: string;
  name: string;
  place: string;
  scheduled: boolean;
  encrypted: boolean;
  state: 'running' | 'done' | 'failed';
  startedAt: Date;
  finishedAt: Date | null;
  bytes: number | null;
  rowCount: number | null;
  fileCount: number | null;
  error: string | null;
  removedAt: Date | null;
}

export type Begun = Pick<LoggedBackup, 'name' | 'place' | 'scheduled' | 'encrypted'>;

/** A process that wrote nothing here for this time is dead. */
const DEAD_AFTER = '10 minutes';
const SHOWN = 50;

/** All times are real time, as the schedule of backups is. */
@Injectable()
export class BackupLog {
  constructor(private readonly database: Database) {}

  async begin({ name, place, scheduled, encrypted }: Begun): Promise<string> {
    const { id } = await this.database.one<{ id: string }>(sql`
      insert into backup (name, place, scheduled, encrypted, state)
      values (${name}, ${place}, ${scheduled}, ${encrypted}, 'running') returning id`);
    return id;
  }

  /** Returns undefined if the last one began less than `everyMs` ago, or if another process is at it. */
  async beginDue(begun: Omit<Begun, 'scheduled'>, everyMs: number): Promise<string | undefined> {
    await this.endDead();
    const row = await this.database.maybe<{ id: string }>(sql`
      insert into backup (name, place, scheduled, encrypted, state)
      select ${begun.name}, ${begun.place}, true, ${begun.encrypted}, 'running'
       where not exists (select from backup where scheduled and (state <> 'failed' or started_at > clock_timestamp() - interval '10 minutes')
                            and started_at > clock_timestamp() - make_interval(secs => ${everyMs / 1000}))
      on conflict do nothing returning id`);
    return row?.id;
  }

  async seen(id: string): Promise<void> {
    await this.database.run(sql`update backup set seen_at = clock_timestamp() where id = ${id}`);
  }

  async done(id: string, { bytes, rows, files }: Taken): Promise<void> {
    await this.database.run(sql`
      update backup set state = 'done', error = null, finished_at = clock_timestamp(), bytes = ${bytes}, row_count = ${rows},
             file_count = ${files} where id = ${id}`);
  }

  async failed(id: string, error: string): Promise<void> {
    await this.database.run(sql`
      update backup set state = 'failed', finished_at = clock_timestamp(), error = ${error} where id = ${id}`);
  }

  /** Scheduled backups beyond the newest `keep` of this place, oldest first. */
  surplus(place: string, keep: number): Promise<Pick<LoggedBackup, 'id' | 'name'>[]> {
    return this.database.rows(sql`
      select id, name from (
        select id, name from backup
         where scheduled and place = ${place} and state = 'done' and removed_at is null
         order by id desc offset ${keep}) old order by id`);
  }

  async removed(id: string): Promise<void> {
    await this.database.run(sql`update backup set removed_at = clock_timestamp() where id = ${id}`);
  }

  latest(limit = SHOWN): Promise<LoggedBackup[]> {
    return this.database.rows<LoggedBackup>(sql`
      select id, name, place, scheduled, encrypted, case when ${dead} then 'failed' else state end as state,
             started_at, finished_at, bytes::float8, row_count::float8, file_count::float8,
             case when ${dead} then 'died' else error end as error, removed_at
        from backup order by id desc limit ${limit}`);
  }

  /** Returns undefined if none of this place was finished. */
  async lastBytes(place: string): Promise<number | undefined> {
    const last = await this.database.maybe<{ bytes: number }>(sql`
      select bytes::float8 from backup where place = ${place} and state = 'done' order by id desc limit 1`);
    return last?.bytes;
  }

  /** `first` is when the first one was begun, even if it failed. */
  async since(): Promise<{ last: Date | null; first: Date | null }> {
    return this.database.one(sql`
      select max(started_at) filter (where state = 'done') as last, min(started_at) as first from backup`);
  }

  /** A backup that was restored may hold its own row, as it was while it was being taken. */
  private async endDead(): Promise<void> {
    await this.database.run(sql`update backup set state = 'failed', error = 'died' where ${dead}`);
  }
}

const dead = sql`(state = 'running' and seen_at < clock_timestamp() - ${DEAD_AFTER}::interval)`;
