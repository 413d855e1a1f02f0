import type { Actor } from '../../platform/events/index.js';
import type { GrownType, Worker } from './ground.js';
import type { GrownCustomer } from './people.js';

/** What is certain of a ticket before anything happens to it. `messages` is how many there will be. */
export interface Plot {
  type: GrownType;
  customer: GrownCustomer;
  departmentId: string;
  worker: Worker;
  subject: string;
  openedAt: number;
  messages: number;
  words: Record<string, string>;
  fields: Record<string, string>;
}

/** How a ticket stands when something is written about it. */
export interface Stands {
  readonly id: string;
  readonly number: string;
  readonly conversationId: string;
  readonly plot: Plot;
  readonly at: number;
  readonly now: Date;
  readonly member: Actor;
  readonly customer: Actor;
  heardAt: number;
  spokenAt: number;
  unansweredSince: number | null;
  /** Records an event of the conversation and returns its id. */
  talk(name: string, data: object, by: Actor): string;
}
