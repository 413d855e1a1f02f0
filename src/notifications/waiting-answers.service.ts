import { Injectable } from '@nestjs/common';
import { Waiting } from '../conversations/index.js';
import { Reacts, type Recorded } from '../platform/events/index.js';
import { Facts } from './facts.service.js';
import { Notices } from './notices.service.js';
import { WaitingFacts } from './waiting-facts.service.js';

/** What was added to an open ticket is acknowledged once in so many hours, and so is a greeting. */
const ADDED_HOURS = 6;

/** Tells a customer who waits for a person what is true: their place, when somebody is there, and who has it. */
@Injectable()
export class WaitingAnswers {
  constructor(
    private readonly notices: Notices,
    private readonly facts: Facts,
    private readonly waitingFacts: WaitingFacts,
    private readonly waiting: Waiting,
  ) {}

  /** The conversation keeps waiting, because a person has to answer. */
  @Reacts('intake.person_wanted')
  async personWanted(event: Recorded<'intake.person_wanted'>): Promise<void> {
    const { identityId, conversationId } = event.data;
    const language = await this.notices.languageOf(identityId);
    const facts = { ...(await this.waitingFacts.of(conversationId, language)) };
    await this.notices.owe({ event, purpose: 'person', identityId, language, facts, dispensable: true });
  }

  /** Words that no rule knows get one receipt in each conversation. Whoever greets asks whether somebody is there. */
  @Reacts('intake.left_to_person')
  async leftToPerson(event: Recorded<'intake.left_to_person'>): Promise<void> {
    const { identityId, conversationId, greeting } = event.data;
    const hours = greeting ? ADDED_HOURS : undefined;
    if (!(await this.waiting.acknowledge(conversationId, hours))) return;
    const language = await this.notices.languageOf(identityId);
    const facts = { ...(await this.waitingFacts.of(conversationId, language)) };
    await this.notices.owe({ event, purpose: 'waiting', identityId, language, facts, dispensable: true });
  }

  /** A fact that the ticket lacked is acknowledged each time. */
  @Reacts('intake.added')
  async added(event: Recorded<'intake.added'>): Promise<void> {
    const { identityId, conversationId, ticketId, learnt } = event.data;
    if (!(await this.waiting.acknowledge(conversationId, learnt ? 0 : ADDED_HOURS))) return;
    const language = await this.notices.languageOf(identityId);
    const [facts] = await this.facts.ofTickets([ticketId], language);
    const told = { facts: { ...facts }, ticketId, dispensable: true };
    await this.notices.owe({ event, purpose: 'added', identityId, language, ...told });
  }
}
