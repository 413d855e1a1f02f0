import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { Database, sql } from '../database/index.js';

/**
 * The kinds of alarms and the facts of each; rooms add their own by declaration merging. The facts hold no personal
 * data.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the rooms
export interface AlarmMap {}

export type AlarmKind = keyof AlarmMap;

/** `until` is null while the alarm lasts. */
export interface StandingAlarm<K extends AlarmKind = AlarmKind> {
  id: string;
  key: string;
  kind: K;
  data: AlarmMap[K];
  since: Date;
  until: Date | null;
}

const MOST = 100;

/** Problems that a person has to solve. The administrators see each one until it is over. */
@Injectable()
export class Alarms {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Raises an alarm, or updates the facts of the one that is active under this key. Returns true where it is new. */
  async raise<K extends AlarmKind>(key: string, kind: K, data: AlarmMap[K]): Promise<boolean> {
    const { fresh } = await this.database.one<{ fresh: boolean }>(sql`
      insert into alarm (key, kind, data, since) values (${key}, ${kind}, ${JSON.stringify(data)}, ${this.clock.now()})
      on conflict (key) where until is null do update set data = excluded.data
      returning xmax = 0 as fresh`);
    return fresh;
  }

  /** Ends an alarm. Returns true where it was active. */
  async clear(key: string): Promise<boolean> {
    const over = await this.database.run(
      sql`update alarm set until = ${this.clock.now()} where key = ${key} and until is null`,
    );
    return over > 0;
  }

  /** The active alarms, the oldest first. */
  standing(): Promise<StandingAlarm[]> {
    return this.database.rows<StandingAlarm>(sql`
      select id, key, kind, data, since, until from alarm where until is null order by since, id limit ${MOST}`);
  }
}
