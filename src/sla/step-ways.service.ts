import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Handoffs, Notes } from '../tickets/index.js';

/** The ways on which a step brings words to others. */
@Injectable()
export class StepWays {
  constructor(
    private readonly handoffs: Handoffs,
    private readonly notes: Notes,
  ) {}

  async handOff(by: Member, number: string, offer: { department: string; note: string }): Promise<void> {
    await this.handoffs.offer(by, number, { department: offer.department, note: offer.note });
  }

  async note(by: Member, number: string, text: string): Promise<void> {
    await this.notes.add(by, number, text);
  }
}
