import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { Database, sql } from '../database/index.js';

/** Each room adds its kinds of alarms here. The facts of an alarm hold no personal data. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the rooms
export interface AlarmMap {}

export type AlarmKind = keyof AlarmMap;

export interface StandingAlarm<K extends AlarmKind = AlarmKind> {
  id: string;
  key: string;
  kind: K;
  data: AlarmMap[K];
  since: Date;
  until: Date | null;
}

const MOST = 100;

@Injectable()
export class Alarms {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Updates the facts if an alarm with this key is active. Returns true if the alarm is new. */
  async raise<K extends AlarmKind>(key: string, kind: K, data: AlarmMap[K]): Promise<boolean> {
    const { fresh } = await this.database.one<{ fresh: boolean }>(sql`
      insert into alarm (key, kind, data, since) values (${key}, ${kind}, ${JSON.stringify(data)}, ${this.clock.now()})
      on conflict (key) where until is null do update set data = excluded.data
      returning xmax = 0 as fresh`);
    return fresh;
  }

  async clear(key: string): Promise<boolean> {
    const over = await this.database.run(
      sql`update alarm set until = ${this.clock.now()} where key = ${key} and until is null`,
    );
    return over > 0;
  }

  standing(): Promise<StandingAlarm[]> {
    return this.database.rows<StandingAlarm>(sql`
      select id, key, kind, data, since, until from alarm where until is null order by since, id limit ${MOST}`);
  }
}
