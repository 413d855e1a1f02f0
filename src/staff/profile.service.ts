import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Invalid } from '../platform/http/index.js';
import { nameOf } from './account.js';
import type { Member } from './member.js';

export interface ProfileChange {
  name: string;
  alias: string;
  language: string;
}

@Injectable()
export class Profile {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** Throws `Invalid` for a wrong field. */
  async change(member: Member, wanted: ProfileChange): Promise<void> {
    const { language } = wanted;
    const next = { name: nameOf(wanted.name), alias: nameOf(wanted.alias, 'alias'), language };
    if (!/^[a-z]{2}(-[A-Z]{2})?$/.test(next.language)) throw Invalid.field('language', 'unknown');
    const fields = (['name', 'alias', 'language'] as const).filter((field) => next[field] !== member[field]);
    if (fields.length === 0) return;
    await this.database.transaction(async () => {
      await this.database.run(sql`
        update member set name = ${next.name}, alias = ${next.alias}, language = ${next.language}
         where id = ${member.id}`);
      await this.events.record(
        'member.profile_changed',
        { type: 'member', id: member.id },
        { fields },
        member,
      );
    });
  }
}
