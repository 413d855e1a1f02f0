import { Injectable } from '@nestjs/common';
import type { Person } from '../customers/index.js';
import { type Draft, Events } from '../platform/events/index.js';
import { Live } from '../platform/live/index.js';
import type { Episode } from './episodes.service.js';

/** Tells history, tickets and open screens of a message. */
@Injectable()
export class MessageAnnouncing {
  constructor(
    private readonly events: Events,
    private readonly live: Live,
  ) {}

  async received(episode: Episode, known: Person, message: { id: string; kind: string }): Promise<void> {
    const subject = { type: 'conversation', id: episode.id } as const;
    const by = { kind: 'customer', id: known.customerId } as const;
    const { identityId, customerId } = known;
    const received: Draft<'conversation.message_received'> = {
      name: 'conversation.message_received',
      subject,
      data: { messageId: message.id, identityId, customerId, kind: message.kind },
      by,
    };
    const started: Draft<'conversation.started'> = {
      name: 'conversation.started',
      subject,
      data: { identityId, customerId },
      by,
    };
    await this.events.recordMany(episode.started ? [started, received] : [received]);
    this.live.changed({ conversation: episode.id, departments: [episode.departmentId] });
  }
}
