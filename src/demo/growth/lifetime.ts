import type { Book } from './book.js';
import type { Chance } from './chance.js';
import { keep } from './keeping.js';
import { ANSWERS, filled, NOTES, phrasesOf, TURNS } from './phrases.js';
import type { Plot } from './plot.js';
import { Present, Standing } from './standing.js';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const FIRST_ANSWER_MS = 35 * MINUTE_MS;
const ANSWER_MS = 15 * MINUTE_MS;
const THOUGHT_MS = 25 * MINUTE_MS;
const RESULT_MS = 300 * MINUTE_MS;
const WAITS_FOR_CUSTOMER = 0.1;
const LEAVES_A_NOTE = 0.08;

/** What happens to one ticket, from the customer's first message to its end, or as far as it has come by now. */
export class Lifetime extends Standing {
  private left: number;

  constructor(
    plot: Plot,
    book: Book,
    private readonly chance: Chance,
  ) {
    super(plot, book);
    this.left = plot.messages;
  }

  /** How many messages were written. */
  get written(): number {
    return this.plot.messages - this.left;
  }

  play(): void {
    try {
      this.begin();
      while (this.left > 1) this.turn();
      this.resolve();
      this.close();
    } catch (error) {
      if (!(error instanceof Present)) throw error;
    }
    this.tell(this.timers.upTo(new Date(this.book.now)));
    keep(this, this.book);
  }

  private begin(): void {
    const { customer, type, subject } = this.plot;
    this.talk(
      'conversation.started',
      { identityId: customer.identityId, customerId: customer.id },
      this.customer,
    );
    this.left -= 1;
    const messageId = this.book.hear(this, subject);
    const rule = type.rule?.key ?? null;
    const from = { conversationId: this.conversationId, messageId, waitingSince: null, followsId: null };
    const event = this.record('ticket.opened', { ...from, rule, answered: false }, this.customer);
    this.tell(this.timers.opened(this.now));
    this.notify('receipt', event);
  }

  /** The last message that is left tells of the result. */
  private turn(): void {
    this.pass(this.chance.wait(this.claimedAt === null ? FIRST_ANSWER_MS : ANSWER_MS));
    if (this.claimedAt === null) this.claim();
    this.reply();
    if (this.chance.happens(LEAVES_A_NOTE)) this.note();
    if (this.left <= 1) return;
    if (this.chance.happens(WAITS_FOR_CUSTOMER))
      this.become('waiting_on_customer', 'waiting_for_you', this.member);
    this.pass(this.chance.wait(THOUGHT_MS));
    this.hear();
  }

  private claim(): void {
    const { id } = this.plot.worker;
    this.claimedAt = this.at;
    this.stage = 'in_progress';
    this.change();
    this.talk('conversation.claimed', { memberId: id }, this.member);
    this.record('ticket.claimed', { assigneeId: id }, this.member);
  }

  private reply(): void {
    this.left -= 1;
    const answers = [...phrasesOf(this.plot.type.key).answers, ...ANSWERS];
    const messageId = this.book.reply(this, this.say(answers));
    this.record('ticket.replied', { messageId, by: 'member' }, this.member);
    this.tell(this.timers.answered(this.now));
    if (this.status === 'new') this.become('open', 'in_progress', this.member);
  }

  private hear(): void {
    this.left -= 1;
    const messageId = this.book.hear(this, this.say(TURNS));
    this.record('ticket.customer_wrote', { messageId }, this.customer);
    this.tell(this.timers.heard(this.now));
    if (this.status === 'waiting_on_customer') this.become('open', 'in_progress', this.customer);
  }

  private note(): void {
    this.record('ticket.note_added', { noteId: this.book.note(this, this.say(NOTES)) }, this.member);
  }

  private resolve(): void {
    this.pass(MINUTE_MS + this.chance.wait(RESULT_MS));
    if (this.claimedAt === null) this.claim();
    this.resolvedAt = this.at;
    this.turnTo('resolved', 'resolved');
    const note = this.say(phrasesOf(this.plot.type.key).results);
    const event = this.record(
      'ticket.resolved',
      { resolutionId: this.book.resolution(this, note) },
      this.member,
    );
    this.tell(this.timers.resolved(this.now));
    this.notify('resolved', event);
  }

  private close(): void {
    this.pass(2 * MINUTE_MS);
    this.endedAt = this.at;
    this.unansweredSince = null;
    this.talk('conversation.ended', { memberId: this.plot.worker.id, reason: null }, this.member);
    this.pass(this.resolvedAt! + this.plot.type.reopenDays * DAY_MS - this.at);
    this.closedAt = this.at;
    this.turnTo('closed', 'closed');
    this.record('ticket.closed', {}, { kind: 'system' });
  }

  private notify(purpose: 'receipt' | 'resolved', eventId: string): void {
    if (this.left === 0) return;
    this.left -= 1;
    this.book.notice(this, purpose, eventId);
  }

  private say(phrases: readonly string[]): string {
    return filled(this.chance.pick(phrases), this.plot.words);
  }
}
