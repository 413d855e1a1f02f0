import { Injectable } from '@nestjs/common';
import { type Member, Roster } from '../staff/index.js';
import { Assignment, Classification, PRIORITIES, type Priority } from '../tickets/index.js';
import type { Concerned } from './audience-book.js';
import { Audiences } from './audience.service.js';
import type { StepAction } from './step.js';
import { StepWays } from './step-ways.service.js';

export interface ActedOn extends Concerned {
  number: string;
  priority: Priority;
}

/** What a step does to a ticket: through the same doors as a person, in the name of whoever saved the policy. */
@Injectable()
export class StepActions {
  constructor(
    private readonly roster: Roster,
    private readonly audiences: Audiences,
    private readonly classification: Classification,
    private readonly assignment: Assignment,
    private readonly ways: StepWays,
  ) {}

  /** Joins the ambient transaction. What the doors refuse is thrown. */
  async act(action: StepAction, ticket: ActedOn, savedBy: string): Promise<void> {
    const by = await this.roster.byId(savedBy);
    switch (action.do) {
      case 'raise_priority':
        return this.raise(by, ticket);
      case 'reassign':
        return this.reassign(by, ticket, action.to);
      case 'hand_off':
        return this.ways.handOff(by, ticket.number, action);
      case 'note':
        return this.ways.note(by, ticket.number, action.text);
    }
  }

  private async raise(by: Member, { number, priority }: ActedOn): Promise<void> {
    const higher = PRIORITIES[PRIORITIES.indexOf(priority) - 1];
    if (higher) await this.classification.correct(by, number, { priority: higher });
  }

  private async reassign(by: Member, ticket: ActedOn, to: 'on_call' | 'lead'): Promise<void> {
    const [first] = (await this.audiences.book()).members(to, ticket);
    if (first && first !== ticket.assigneeId) await this.assignment.assign(by, ticket.number, first);
  }
}
