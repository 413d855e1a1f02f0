import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { Database, sql } from '../database/index.js';

/** The kinds of alarms and what each tells: a room adds its own by declaration merging. No personal data. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the rooms
export interface AlarmMap {}

export type AlarmKind = keyof AlarmMap;

/** `until` is null while it lasts. */
export interface StandingAlarm<K extends AlarmKind = AlarmKind> {
  id: string;
  key: string;
  kind: K;
  data: AlarmMap[K];
  since: Date;
  until: Date | null;
}

const MOST = 100;

/** What a person has to mend: shown to who administers, until it is over. */
@Injectable()
export class Alarms {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Begins, or goes on: a second one with the same key only renews what it tells. True where it is new. */
  async raise<K extends AlarmKind>(key: string, kind: K, data: AlarmMap[K]): Promise<boolean> {
    const { fresh } = await this.database.one<{ fresh: boolean }>(sql`
      insert into alarm (key, kind, data, since) values (${key}, ${kind}, ${JSON.stringify(data)}, ${this.clock.now()})
      on conflict (key) where until is null do update set data = excluded.data
      returning xmax = 0 as fresh`);
    return fresh;
  }

  /** It is over. True where it had begun. */
  async clear(key: string): Promise<boolean> {
    const over = await this.database.run(
      sql`update alarm set until = ${this.clock.now()} where key = ${key} and until is null`,
    );
    return over > 0;
  }

  /** Those that last, the oldest first. */
  standing(): Promise<StandingAlarm[]> {
    return this.database.rows<StandingAlarm>(sql`
      select id, key, kind, data, since, until from alarm where until is null order by since, id limit ${MOST}`);
  }
}
