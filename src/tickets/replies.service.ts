import { Injectable } from '@nestjs/common';
import {
  ConversationClaim,
  FileReplies,
  type FileToSend,
  type Manner,
  Replies,
  type Seen,
  type Taking,
} from '../conversations/index.js';
import type { Member } from '../staff/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events, Reacts, type Recorded } from '../platform/events/index.js';
import { Conflict } from '../platform/http/index.js';
import { Assignment } from './assignment.service.js';
import { Tickets } from './loading.service.js';
import type { Ticket } from './ticket.js';

/** The ticket records this answer through the event, like any other answer in the conversation. */
@Injectable()
export class TicketReplies {
  constructor(
    private readonly database: Database,
    private readonly tickets: Tickets,
    private readonly assignment: Assignment,
    private readonly replies: Replies,
    private readonly files: FileReplies,
    private readonly conversations: ConversationClaim,
  ) {}

  /**
   * Replying to a free ticket claims it. Throws `already_claimed` if a colleague is talking with the customer. With
   * `takeOver`, the holder or a lead takes that conversation over, and the colleague is told. Returns the message and
   * its first delivery.
   */
  async reply(
    member: Member,
    number: string,
    text: string,
    { takeOver, reason, ...manner }: Manner & Taking = {},
  ): Promise<{ messageId: string; deliveryId: string }> {
    return this.database.transaction(async () => {
      const to = await this.claimed(member, number, { takeOver, reason, seen: manner.seen });
      return this.replies.say(member, { ...manner, ...to, text });
    });
  }

  async sendFile(member: Member, number: string, { file, words, ...taking }: FileToSend & Taking & Seen) {
    await this.database.transaction(() => this.addressed(member, number));
    const prepared = await this.files.prepare(file);
    return this.database.transaction(async () => {
      const to = await this.claimed(member, number, taking);
      return this.files.send(member, { ...to, file: prepared }, words);
    });
  }

  private async claimed(
    member: Member,
    number: string,
    taking: Taking & Seen,
  ): Promise<{ identityId: string; ticketId: string }> {
    const ticket = await this.addressed(member, number);
    await this.assignment.claimIfFree(member, ticket);
    const talk = { identityId: ticket.identityId, workerId: ticket.assigneeId };
    await this.conversations.requireSpeaker(member, talk, taking);
    return { identityId: ticket.identityId, ticketId: ticket.id };
  }

  private async addressed(member: Member, number: string): Promise<Ticket & { identityId: string }> {
    const ticket = await this.tickets.lockFor(member, number, 'reply');
    const { identityId } = ticket;
    if (identityId === null) throw new Conflict('no_identity');
    return Object.assign(ticket, { identityId });
  }
}

/** Every answer of a member in a conversation counts for all tickets about that conversation that are not closed. */
@Injectable()
export class Answered {
  constructor(
    private readonly database: Database,
    private readonly tickets: Tickets,
    private readonly events: Events,
  ) {}

  @Reacts('conversation.replied')
  async replied(event: Recorded<'conversation.replied'>): Promise<void> {
    const { messageId, ticketId } = event.data;
    const answered = await this.database.rows<{ id: string }>(sql`
      select id from ticket
       where case when ${ticketId}::bigint is null then conversation_id = ${event.subject.id} else id = ${ticketId}::bigint end
         and status <> 'closed' order by id`);
    for (const { id } of answered) await this.count(id, messageId, event);
  }

  private async count(id: string, messageId: string, event: Recorded<'conversation.replied'>): Promise<void> {
    const ticket = await this.tickets.lockById(id);
    const moved = ticket.status === 'new' ? ticket.move('answer') : null;
    const stage = ticket.stage === 'received' ? 'in_progress' : ticket.stage;
    this.tickets.change(ticket, { conversationId: event.subject.id, stage });
    void this.database.send(sql`
      insert into ticket_message (ticket_id, message_id) values (${id}, ${messageId}) on conflict do nothing`);
    await this.events.record(
      'ticket.replied',
      ticket.subjectRef,
      { ...ticket.fact(), messageId, by: 'member' },
      event.by,
    );
    if (moved)
      await this.events.record(
        'ticket.status_changed',
        ticket.subjectRef,
        { ...ticket.fact(), ...moved },
        event.by,
      );
  }
}
