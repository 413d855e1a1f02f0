import { Injectable } from '@nestjs/common';
import type { Member } from '../../../staff/index.js';
import { parseNumber, visibleTo } from '../../../tickets/index.js';
import { readable } from '../../../platform/reading/index.js';
import { Database, sql } from '../../../platform/database/index.js';

const LIKE_A_NUMBER = /^\s*t?\d{1,15}\s*$/i;

@Injectable()
export class TicketFinder {
  constructor(private readonly database: Database) {}

  async numbered(member: Member, words: string): Promise<string | undefined> {
    if (!LIKE_A_NUMBER.test(readable(words))) return undefined;
    const found = await this.database.maybe<{ number: string }>(sql`
      select 'T' || t.number number from ticket t where t.number = ${parseNumber(words)} and ${visibleTo(member)}`);
    return found?.number;
  }
}
