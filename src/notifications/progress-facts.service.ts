import { Injectable } from '@nestjs/common';
import { Timers, type TimerView } from '../sla/index.js';
import { Clock } from '../platform/clock/index.js';
import type { Language } from '../platform/text/index.js';
import { Facts, type NoticeFacts } from './facts.service.js';
import { momentWords } from './moment.js';
import { promiseWords } from './words.js';

/** The promise is an empty text where none runs. */
export interface ProgressFact extends NoticeFacts {
  promised: string;
}

/** These promises are made to the customer, the most telling first. */
const TOLD = ['resolution', 'first_response', 'next_response'];

@Injectable()
export class ProgressFacts {
  constructor(
    private readonly facts: Facts,
    private readonly timers: Timers,
    private readonly clock: Clock,
  ) {}

  async of(ticketIds: string[], language: Language): Promise<ProgressFact[]> {
    const tickets = await this.facts.ofTickets(ticketIds, language);
    const timers = await this.timers.ofTickets(ticketIds);
    return tickets.map((ticket, index) => ({
      ...ticket,
      promised: this.promised(timers.get(ticketIds[index]!) ?? [], language),
    }));
  }

  private promised(timers: TimerView[], language: Language): string {
    const running = timers.filter(({ state, dueAt }) => state === 'running' && dueAt !== null);
    const [told] = TOLD.flatMap((metric) => running.filter((timer) => timer.metric === metric));
    if (!told?.dueAt) return '';
    const now = this.clock.now();
    const at = momentWords(told.dueAt, { now, zone: this.clock.zone, language });
    if (told.dueAt <= now) return promiseWords('late', language, at);
    return promiseWords(told.metric === 'resolution' ? 'solve' : 'answer', language, at);
  }
}
