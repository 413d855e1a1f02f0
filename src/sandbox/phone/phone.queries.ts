import { Injectable } from '@nestjs/common';
import { Database, sql } from '../../platform/database/index.js';
import type { MenuItem } from '../account.js';
import type { BubbleContent } from '../bubble.js';

const MOST_PEOPLE = 100;

export interface PersonInList {
  openid: string;
  name: string;
  language: string;
  followed: boolean;
  blocked: boolean;
  position: number;
  menu: MenuItem[];
  lastContent: BubbleContent | null;
  lastAt: Date | null;
}

@Injectable()
export class PhoneQueries {
  constructor(private readonly database: Database) {}

  async people(): Promise<PersonInList[]> {
    return this.database.rows<PersonInList>(sql`
      select person.openid, person.name, language, followed, blocked, position, account.menu,
             last.content as last_content, last.at as last_at
        from sandbox.person
        join sandbox.account using (app_id)
        left join lateral (
          select content, at from sandbox.bubble where openid = person.openid order by id desc limit 1
        ) last on true
       order by position, person.openid limit ${MOST_PEOPLE}`);
  }
}
