import { Injectable } from '@nestjs/common';
import { Reacts, type Recorded } from '../platform/events/index.js';
import { Guests } from '../tickets/index.js';

/** Whoever is called to a ticket may see it, of whichever department it is. */
@Injectable()
export class CalledGuests {
  constructor(private readonly guests: Guests) {}

  @Reacts('sla.escalated')
  async escalated({ subject, data }: Recorded<'sla.escalated'>): Promise<void> {
    await this.guests.admit(subject.id, data.memberIds);
  }
}
