import { Injectable } from '@nestjs/common';
import { Database, empty, sql } from '../database/index.js';

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

  async endThrough(subject: string, provider: string, exceptId: string): Promise<number> {
    return this.database.run(sql`
      delete from session where sess ->> 'subject' = ${subject} and sess ->> 'through' = ${provider}
                            and ${publicId} <> ${exceptId}`);
  }
}
