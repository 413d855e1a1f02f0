import { Injectable } from '@nestjs/common';
import { type Member, Roster } from '../staff/index.js';
import { Assignment, Classification, Handoffs, Notes, PRIORITIES, type Priority } from '../tickets/index.js';
import type { Concerned } from './recipients.js';
import { Audiences } from './audience.service.js';
import type { StepAction } from '../sla/index.js';

export interface ActedOn extends Concerned {
  number: string;
  priority: Priority;
}

/** A step acts through the same services as a person, in the name of the member who saved the policy. */
@Injectable()
export class StepActions {
  constructor(
    private readonly roster: Roster,
    private readonly audiences: Audiences,
    private readonly classification: Classification,
    private readonly assignment: Assignment,
    private readonly handoffs: Handoffs,
    private readonly notes: Notes,
  ) {}

  async act(action: StepAction, ticket: ActedOn, savedBy: string): Promise<void> {
    const by = await this.roster.byId(savedBy);
    switch (action.do) {
      case 'raise_priority':
        return this.raise(by, ticket);
      case 'reassign':
        return this.reassign(by, ticket, action.to);
      case 'hand_off':
        return this.handOff(by, ticket.number, action);
      case 'note':
        return this.note(by, ticket.number, action.text);
    }
  }

  private async raise(by: Member, { number, priority }: ActedOn): Promise<void> {
    const higher = PRIORITIES[PRIORITIES.indexOf(priority) - 1];
    if (higher) await this.classification.correct(by, number, { priority: higher });
  }

  private async reassign(by: Member, ticket: ActedOn, to: 'on_call' | 'lead'): Promise<void> {
    const [first] = (await this.audiences.recipients()).members(to, ticket);
    if (first && first !== ticket.assigneeId) await this.assignment.assign(by, ticket.number, first);
  }

  private async handOff(by: Member, number: string, { department, note }: HandOff): Promise<void> {
    await this.handoffs.offer(by, number, { department, note });
  }

  private async note(by: Member, number: string, text: string): Promise<void> {
    await this.notes.add(by, number, text);
  }
}

type HandOff = Extract<StepAction, { do: 'hand_off' }>;
