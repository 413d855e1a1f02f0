import { Injectable } from '@nestjs/common';
import { Database, empty, sql } from '../../database/index.js';

/** `id` is not the secret in the cookie. The times are real time and not business time. */
export interface Login {
  id: string;
  since: Date;
  /** It is at most a minute old. */
  used: Date;
  /** The login ends then if nobody uses it before. */
  expires: Date;
  browser: string | null;
  address: string | null;
}

/** As whom somebody is logged in, and through which identity provider, if through one. */
export interface Entry {
  subject: string;
  through: string | null;
}

/** `idle`: nobody used it for too long. `absolute`: it had lasted as long as any may. */
export interface TimedOut {
  subject: string;
  reason: 'idle' | 'absolute';
  since: Date;
  used: Date;
}

export interface LoginCount {
  subject: string;
  logins: number;
  used: Date;
}

const publicId = sql`encode(sha256(convert_to(sid, 'UTF8')), 'hex')`;

/** A login that is ended here is over at once in every process, because each request reads its row. */
@Injectable()
export class Logins {
  constructor(private readonly database: Database) {}

  async of(subject: string): Promise<Login[]> {
    return this.database.rows<Login>(sql`
      select ${publicId} as id, began_at as since, used_at as used, ends_at as expires,
             sess ->> 'browser' as browser, sess ->> 'address' as address
        from live_session where sess ->> 'subject' = ${subject}
       order by since desc, id`);
  }

  async counts(): Promise<LoginCount[]> {
    return this.database.rows<LoginCount>(sql`
      select sess ->> 'subject' as subject, count(*)::int as logins, max(used_at) as used
        from live_session where sess ->> 'subject' is not null group by 1`);
  }

  async find(sessionId: string): Promise<Entry | undefined> {
    return this.database.maybe<Entry>(sql`
      select sess ->> 'subject' as subject, sess ->> 'through' as through from live_session
       where sid = ${sessionId} and sess ->> 'subject' is not null`);
  }

  async end(subject: string, id: string): Promise<boolean> {
    const ended = await this.database.run(
      sql`delete from session where sess ->> 'subject' = ${subject} and ${publicId} = ${id}`,
    );
    return ended > 0;
  }

  async endAll(subject: string, exceptId?: string): Promise<number> {
    const others = exceptId === undefined ? empty : sql` and ${publicId} <> ${exceptId}`;
    return this.database.run(sql`delete from session where sess ->> 'subject' = ${subject}${others}`);
  }

  /** Takes away some of the logins that ended by themselves, each for one caller alone. */
  async takeTimedOut(most: number): Promise<TimedOut[]> {
    return this.database.rows<TimedOut>(sql`
      with over as (
        select s.sid, s.used_at + make_interval(mins => t.idle_minutes)
                      <= least(s.expire, s.began_at + make_interval(hours => t.longest_hours)) as idle
          from session s cross join session_setting t
         where s.sess ->> 'subject' is not null
           and least(s.expire, s.began_at + make_interval(hours => t.longest_hours),
                     s.used_at + make_interval(mins => t.idle_minutes)) <= clock_timestamp()
         order by s.sid limit ${most} for update of s skip locked)
      delete from session s using over where s.sid = over.sid
      returning s.sess ->> 'subject' as subject, case when over.idle then 'idle' else 'absolute' end as reason,
                s.began_at as since, s.used_at as used`);
  }

  async endThrough(subject: string, provider: string, exceptId: string): Promise<number> {
    return this.database.run(sql`
      delete from session where sess ->> 'subject' = ${subject} and sess ->> 'through' = ${provider}
                            and ${publicId} <> ${exceptId}`);
  }
}
