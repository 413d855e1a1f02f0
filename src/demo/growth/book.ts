import type { Actor } from '../../platform/events/index.js';
import type { Rehearsal, TimedFacts } from '../../sla/index.js';
import { lapsesAfter, type Purpose } from '../../notifications/index.js';
import type { Ground } from './ground.js';
import type { Ids } from './ids.js';
import type { Stands } from './plot.js';
import { Sheets } from './sheets.js';

export type Rehearse = (ticket: TimedFacts, nextId: () => string) => Rehearsal;

interface Happened {
  name: string;
  at: number;
  subject: [type: 'ticket' | 'conversation', id: string];
  by: Actor;
  data: object;
}

interface Author {
  direction: 'in' | 'out';
  authorKind: 'customer' | 'member' | 'system';
  authorId?: string;
  authorName?: string;
}

interface Sent {
  messageId: string;
  text: string;
  reasonKey: string;
  purpose: 'reply' | Purpose;
  route: 'passive' | 'customer_message';
}

const SENDING_MS = 220;
const HOUR_MS = 3_600_000;

/** Writes what happens as rows. `now` is in milliseconds since the epoch. */
export class Book {
  sheets = new Sheets();

  constructor(
    readonly ground: Ground,
    readonly now: number,
    private readonly ids: Ids,
    private readonly rehearsal: Rehearse,
  ) {}

  /** What was written since the last time. */
  torn(): Sheets {
    const { sheets } = this;
    this.sheets = new Sheets();
    return sheets;
  }

  id(of: Parameters<Ids['take']>[0]): string {
    return this.ids.take(of);
  }

  rehearse(ticket: TimedFacts): Rehearsal {
    return this.rehearsal(ticket, () => this.id('timer'));
  }

  event({ name, at, subject, by, data }: Happened): string {
    const id = this.id('event');
    const [subjectType, subjectId] = subject;
    const actor = { actorKind: by.kind, actorId: by.id };
    this.sheets.add('event', { id, at: new Date(at), name, subjectType, subjectId, ...actor, data });
    return id;
  }

  hear(of: Stands, text: string): string {
    const { customer } = of.plot;
    const id = this.message(
      of,
      { direction: 'in', authorKind: 'customer', authorId: customer.id, authorName: customer.name },
      text,
    );
    of.unansweredSince ??= of.at;
    of.heardAt = of.at;
    customer.sentSince = 0;
    const { id: customerId, identityId } = customer;
    of.talk(
      'conversation.message_received',
      { messageId: id, identityId, customerId, kind: 'text' },
      of.customer,
    );
    this.sheets.add('ticket_message', { ticketId: of.id, messageId: id });
    return id;
  }

  reply(of: Stands, text: string): string {
    const { worker } = of.plot;
    const messageId = this.message(
      of,
      { direction: 'out', authorKind: 'member', authorId: worker.id, authorName: worker.alias },
      text,
    );
    of.unansweredSince = null;
    this.sheets.add('ticket_message', { ticketId: of.id, messageId });
    const deliveryId = this.id('delivery');
    of.talk('conversation.replied', { ticketId: of.id, messageId, deliveryId }, of.member);
    const sent = { messageId, text, reasonKey: `reply:grown-${messageId}`, purpose: 'reply' } as const;
    this.deliver(of, deliveryId, { ...sent, route: 'customer_message' });
    return messageId;
  }

  notice(of: Stands, purpose: 'receipt' | 'resolved', eventId: string): void {
    const { type, customer } = of.plot;
    const id = this.id('notice');
    const head = purpose === 'receipt' ? '收到，我们来处理。' : '已为您处理完毕。';
    const text = `${head}\n工单 T${of.number} · ${type.name['zh-CN']}\n回复『进度』可随时查询。`;
    const { identityId } = customer;
    this.sheets.add('notice', {
      id,
      eventId,
      purpose,
      ticketId: of.id,
      identityId,
      language: 'zh-CN',
      createdAt: of.now,
    });
    const messageId = this.message(of, { direction: 'out', authorKind: 'system' }, text);
    const route = purpose === 'receipt' ? 'passive' : 'customer_message';
    this.deliver(of, this.id('delivery'), { messageId, text, reasonKey: `notice:${id}`, purpose, route });
  }

  note(of: Stands, text: string): string {
    const id = this.id('note');
    const authorId = of.plot.worker.id;
    this.sheets.add('note', { id, ticketId: of.id, authorId, text, createdAt: of.now });
    return id;
  }

  resolution(of: Stands, note: string): string {
    const id = this.id('resolution');
    const resolvedBy = of.plot.worker.id;
    this.sheets.add('resolution', { id, ticketId: of.id, note, resolvedBy, resolvedAt: of.now });
    return id;
  }

  private message(of: Stands, author: Author, text: string): string {
    const id = this.id('message');
    of.spokenAt = of.at;
    const { conversationId, now } = of;
    this.sheets.add('message', {
      id,
      conversationId,
      ...author,
      kind: 'text',
      text,
      sentAt: now,
      createdAt: now,
    });
    return id;
  }

  private deliver(of: Stands, id: string, sent: Sent): void {
    const { customer } = of.plot;
    const { text, purpose, route } = sent;
    const sentAt = new Date(Math.min(of.at + SENDING_MS, this.now));
    const isReply = purpose === 'reply';
    if (route === 'customer_message') customer.sentSince += 1;
    this.sheets.add('delivery', {
      ...sent,
      id,
      identityId: customer.identityId,
      accountId: this.ground.account.id,
      conversationId: of.conversationId,
      ticketId: of.id,
      content: { text },
      state: 'accepted',
      takesLast: !isReply,
      attempts: 1,
      claimedAt: route === 'passive' ? null : of.now,
      createdAt: of.now,
      sentAt,
      settledAt: sentAt,
      lapsesAfter: isReply ? [] : lapsesAfter(purpose),
      lapsesAt: isReply ? time(of.at + this.ground.replyHours * HOUR_MS) : null,
    });
    const reason = route === 'customer_message' ? { reason: '' } : {};
    of.talk('delivery.accepted', { route, purpose, deliveryId: id, ...reason }, SYSTEM);
  }
}

const SYSTEM = { kind: 'system' } as const;

function time(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
