import { Injectable } from '@nestjs/common';
import { Calendars, nextOpening } from '../hours/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import type { Language } from '../platform/text/index.js';
import { momentWords } from './moment.js';

/** What a customer who waits is told. Each is computed; what is not known is an empty text. */
export interface WaitingFact {
  /** The number in the order in which the waiting list is read: emergencies first, then the longest wait. */
  place: string;
  /** When the department answers again. It is empty while the department is open. */
  opens: string;
  /** The colleague who has the conversation already, by the name that customers read. */
  colleague: string;
}

@Injectable()
export class WaitingFacts {
  constructor(
    private readonly database: Database,
    private readonly calendars: Calendars,
    private readonly clock: Clock,
  ) {}

  async of(conversationId: string, language: Language): Promise<WaitingFact> {
    const { departmentId, colleague, place } = await this.standing(conversationId);
    const opens = await this.opening(departmentId);
    const now = this.clock.now();
    const told = opens && momentWords(opens, { now, zone: this.clock.zone, language });
    return { place: String(place), opens: told ?? '', colleague: colleague ?? '' };
  }

  /** Returns null while the department is open. */
  private async opening(departmentId: string): Promise<Date | null> {
    const now = this.clock.now();
    const opens = nextOpening(now, (await this.calendars.hours()).of(departmentId, null).base);
    return opens > now ? opens : null;
  }

  private standing(
    conversationId: string,
  ): Promise<{ departmentId: string; colleague: string | null; place: number }> {
    return this.database.one(sql`
      with own as (select c.*, ${CALM} calm from conversation c where c.id = ${conversationId})
      select own.department_id, m.alias colleague,
             (select 1 + count(*)::int from conversation c
               where c.department_id = own.department_id and c.state = 'waiting' and c.assignee_id is null
                 and c.unanswered_since is not null and not c.is_test and c.id <> own.id
                 and (${CALM}, c.unanswered_since, c.id) < (own.calm, own.unanswered_since, own.id)) place
        from own left join member m on m.id = own.assignee_id`);
  }
}

const CALM = sql`(not exists (
  select 1 from ticket t where t.conversation_id = c.id and not t.is_finished and t.priority = 'P0'))::int`;
