import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Invalid } from '../platform/http/index.js';
import { isUnseen } from '../platform/reading/index.js';
import { Tickets } from './loading.service.js';

const MAX_CHARACTERS = 10_000;

@Injectable()
export class Notes {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tickets: Tickets,
    private readonly events: Events,
  ) {}

  async add(member: Member, number: string, text: string): Promise<string> {
    const said = text.trim();
    if (isUnseen(said)) throw Invalid.field('text', 'required');
    if ([...said].length > MAX_CHARACTERS) throw Invalid.field('text', `too_long:${MAX_CHARACTERS}`);
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockFor(member, number, 'note');
      const { id } = await this.database.one<{ id: string }>(sql`
        insert into note (ticket_id, author_id, text, created_at)
        values (${ticket.id}, ${member.id}, ${said}, ${this.clock.now()}) returning id`);
      await this.events.record(
        'ticket.note_added',
        ticket.subjectRef,
        { ...ticket.fact(), noteId: id },
        member,
      );
      this.tickets.hint(ticket);
      return id;
    });
  }
}
