import { Injectable } from '@nestjs/common';
import { Waiting, type WayOfAsking } from '../conversations/index.js';
import { Events } from '../platform/events/index.js';
import type { ProgressLine } from './events.js';
import type { InboundMessage } from './inbound-message.js';

type Asker = Pick<InboundMessage, 'identityId' | 'customerId'> & { messageId: string | null };

/** Records what a message asked for. Other rooms answer it. */
@Injectable()
export class IntakeEvents {
  constructor(
    private readonly events: Events,
    private readonly waiting: Waiting,
  ) {}

  async progressAsked(asker: Asker, tickets: ProgressLine[], open = false): Promise<void> {
    const data = { ...whoAsks(asker), tickets, open };
    await this.events.record('intake.progress_asked', subjectOf(asker), data, byOf(asker));
  }

  /** The conversation is on the waiting list before anybody is promised. */
  async personWanted(asker: Asker, how: WayOfAsking): Promise<void> {
    const conversationId = await this.waiting.askedForPerson(asker.identityId, how);
    const data = { ...whoAsks(asker), conversationId };
    await this.events.record('intake.person_wanted', subjectOf(asker), data, byOf(asker));
  }

  async urged(asker: Asker, ticketId: string): Promise<void> {
    const data = { ...whoAsks(asker), ticketId };
    await this.events.record('intake.escalation_asked', subjectOf(asker), data, byOf(asker));
  }

  async added(message: InboundMessage, ticketId: string, learnt = false): Promise<void> {
    const data = { ...whoAsks(message), conversationId: message.conversationId, ticketId, learnt };
    await this.events.record('intake.added', subjectOf(message), data, byOf(message));
  }

  async leftToPerson(message: InboundMessage, greeting = false): Promise<void> {
    const data = { ...whoAsks(message), conversationId: message.conversationId, greeting };
    await this.events.record('intake.left_to_person', subjectOf(message), data, byOf(message));
  }
}

function whoAsks({ identityId, customerId, messageId }: Asker) {
  return { identityId, customerId, messageId };
}

function subjectOf({ customerId }: Asker) {
  return { type: 'customer', id: customerId } as const;
}

function byOf({ customerId }: Asker) {
  return { kind: 'customer', id: customerId } as const;
}
