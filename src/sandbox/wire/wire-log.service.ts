import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { Database, sql } from '../../platform/database/index.js';

/** The attempts of one push have the same `key`. `outcome` is `answered`, `timeout`, `unreachable` or `refused`. */
export interface PushAttempt {
  what: string;
  key: string;
  attempt: number;
  status: number | null;
  milliseconds: number;
  outcome: PushOutcome;
}
export type PushOutcome = 'answered' | 'timeout' | 'unreachable' | 'refused' | 'malformed';

export interface SendAnswer {
  api: string;
  errcode: number;
  errmsg: string;
  /** The call was carried out, but its answer never arrived. */
  lost?: boolean;
}

export type WireEntry = { id: string; at: Date } & (
  { kind: 'push'; detail: PushAttempt } | { kind: 'send'; detail: SendAnswer }
);

@Injectable()
export class WireLog {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async pushed(openid: string, attempt: PushAttempt): Promise<void> {
    await this.add(openid, 'push', attempt);
  }

  /** Must be called after the transaction of a refused send was rolled back, so that the entry stays. */
  async answered(openid: string | null, answer: SendAnswer): Promise<void> {
    await this.add(openid, 'send', answer);
  }

  async latest(openid: string, limit: number): Promise<WireEntry[]> {
    return this.database.rows<WireEntry>(sql`
      select id, kind, detail, at from sandbox.wire_log where openid = ${openid} order by id desc limit ${limit}`);
  }

  private async add(
    openid: string | null,
    kind: 'push' | 'send',
    detail: PushAttempt | SendAnswer,
  ): Promise<void> {
    await this.database.run(sql`
      insert into sandbox.wire_log (openid, kind, detail, at)
      values (${openid}, ${kind}, ${JSON.stringify(detail)}, ${this.clock.now()})`);
  }
}
