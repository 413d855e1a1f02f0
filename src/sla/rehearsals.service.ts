import { Injectable } from '@nestjs/common';
import type { Draft } from '../platform/events/index.js';
import type { Status } from '../tickets/index.js';
import type { PolicyBook } from './policy-book.js';
import { Targets } from './targets.service.js';
import { told } from './timer-events.js';
import { type TicketFacts, TicketTimers } from './ticket-timers.js';
import type { TimerRow } from './timer-row.js';

export interface Told {
  at: Date;
  draft: Draft;
}

/**
 * The timers of a ticket that was never really open, such as one of a grown demonstration: they turn out as those of a
 * real ticket would have, but the rows and events are the caller's to store. What happens must be told in order, and
 * `ticket` must stand as it stood when the event was recorded.
 */
export class Rehearsal {
  private readonly timers: TicketTimers;

  constructor(
    ticket: TicketFacts,
    private readonly book: PolicyBook,
    private readonly nextId: () => string,
  ) {
    this.timers = new TicketTimers(ticket);
  }

  opened(at: Date): Told[] {
    return this.change(at, () => this.timers.startTargets(at, this.book));
  }

  answered(at: Date): Told[] {
    return this.change(at, () => this.timers.answered(at));
  }

  heard(at: Date): Told[] {
    return this.change(at, () => this.timers.heard(at, this.book));
  }

  statusChanged(to: Status, at: Date): Told[] {
    return this.change(at, () => this.timers.followStatus(to, at));
  }

  resolved(at: Date): Told[] {
    return this.change(at, () => this.timers.resolved(at));
  }

  /** Gives the warnings and breaches that are due by then, each at its own time. */
  upTo(at: Date): Told[] {
    const found: Told[] = [];
    for (let due = this.nextBy(at); due !== null; due = this.nextBy(at)) {
      for (const timer of this.timers.openOnes()) timer.fire(due);
      found.push(...this.drain(due));
    }
    return found;
  }

  rows(): TimerRow[] {
    return this.timers.all.map(({ row }) => row);
  }

  private change(at: Date, change: () => void): Told[] {
    const before = this.upTo(at);
    change();
    return [...before, ...this.drain(at)];
  }

  private nextBy(at: Date): Date | null {
    const due = this.timers.openOnes().flatMap(({ row }) => row.nextFireAt ?? []);
    const first = due.reduce<Date | null>((one, other) => (one && one <= other ? one : other), null);
    return first && first <= at ? first : null;
  }

  private drain(at: Date): Told[] {
    const started = this.timers.all.filter(({ row }) => row.id === null);
    for (const { row } of started) row.id = this.nextId();
    return told(this.timers.all, new Set(started)).map((draft) => ({ at, draft }));
  }
}

@Injectable()
export class Rehearsals {
  constructor(private readonly targets: Targets) {}

  /** Answers with what plays one ticket, by the policies and calendars that are in force. */
  async open(): Promise<(ticket: TicketFacts, nextId: () => string) => Rehearsal> {
    const book = await this.targets.inForce();
    return (ticket, nextId) => new Rehearsal(ticket, book, nextId);
  }
}
