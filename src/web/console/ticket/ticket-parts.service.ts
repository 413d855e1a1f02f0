import { Injectable } from '@nestjs/common';
import { Unread } from '../../../conversations/index.js';
import { Refunds } from '../../../refunds/index.js';
import type { Member } from '../../../staff/index.js';
import { ConversationQueries, type TicketRow, TimelineQueries } from '../../queries/index.js';
import { CustomerCards } from '../inbox/customer-card.queries.js';
import { DeskQueries } from '../desk.queries.js';

const EVENTS = 500;
const MESSAGES = 100;
/** Messages within this time before a ticket was opened tell why it was opened. */
const BEFORE_MS = 10 * 60_000;

@Injectable()
export class TicketParts {
  constructor(
    private readonly timeline: TimelineQueries,
    private readonly conversations: ConversationQueries,
    private readonly refunds: Refunds,
    private readonly desk: DeskQueries,
    private readonly cards: CustomerCards,
    private readonly unread: Unread,
  ) {}

  /** The caller has loaded the ticket through what the member may see. */
  async of(member: Member, ticket: TicketRow) {
    const { id, identityId, customer } = ticket;
    const [words, events, said, refund, around, card] = await Promise.all([
      this.words(member, ticket),
      this.timeline.events(id, EVENTS),
      this.timeline.said(id),
      ticket.refund && this.refunds.ofTicket(member, id),
      this.desk.around(member, ticket.departmentId),
      this.cards.of(member, customer.id, identityId),
    ]);
    return { ...words, events, said, refund, around, card };
  }

  /** What one request asks at the same time is answered in turn, so `seen` is never newer than the messages. */
  private async words(member: Member, ticket: TicketRow) {
    const [seen, messages] = await Promise.all([
      this.unread.newest(ticket.identityId),
      this.messages(member, ticket),
    ]);
    return { seen, ...messages };
  }

  private async messages(member: Member, { identityId, createdAt }: TicketRow) {
    if (identityId === null) return { messages: [], more: false };
    const { data, next } = await this.conversations.withIdentity(member, identityId, { limit: MESSAGES });
    const since = createdAt.getTime() - BEFORE_MS;
    const messages = data.filter((message) => message.createdAt.getTime() >= since);
    return { messages, more: next !== null && messages.length === data.length };
  }
}
