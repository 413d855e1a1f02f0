import { Injectable } from '@nestjs/common';
import { type Recorded, Reacts } from '../platform/events/index.js';
import { Targets } from './targets.service.js';
import type { TicketTimers } from './ticket-timers.js';
import { TimerRows } from './timer-rows.js';
import { HANDED_OFF, type Timer } from './timer.js';

/** The customer's timers run on through every handoff. */
@Injectable()
export class DepartmentTimers {
  constructor(
    private readonly rows: TimerRows,
    private readonly targets: Targets,
  ) {}

  /** The giver's timer is paused by the offer, because the other department has to answer. */
  @Reacts('ticket.handed_off')
  async handedOff({ subject, at, data }: Recorded<'ticket.handed_off'>): Promise<void> {
    const timers = await this.rows.ofTicket(subject.id);
    const book = await this.targets.inForce();
    timers.open('department', data.fromDepartmentId)?.pause(at, HANDED_OFF);
    timers.start('acceptance', at, { book, departmentId: data.toDepartmentId });
    await this.rows.save(timers.all);
  }

  /**
   * A department that had the ticket before continues with its own timer. The customer's timers run on, by
   * the policy and hours of the new department.
   */
  @Reacts('ticket.handoff_accepted')
  async accepted({
    subject,
    at,
    data: { toDepartmentId },
  }: Recorded<'ticket.handoff_accepted'>): Promise<void> {
    const timers = await this.rows.ofTicket(subject.id);
    const book = await this.targets.inForce();
    timers.open('acceptance')?.meet(at);
    const earlier = timers.open('department', toDepartmentId);
    if (earlier) goOn(earlier, timers, at);
    else timers.start('department', at, { book, departmentId: toDepartmentId });
    timers.retarget(at, book, { cause: 'department' });
    timers.startTargets(at, book);
    await this.rows.save(timers.all);
  }

  @Reacts('ticket.handoff_returned')
  async returned({ subject, at }: Recorded<'ticket.handoff_returned'>): Promise<void> {
    await this.backToGiver(subject.id, at, (acceptance) => acceptance.meet(at));
  }

  @Reacts('ticket.handoff_withdrawn')
  async withdrawn({ subject, at }: Recorded<'ticket.handoff_withdrawn'>): Promise<void> {
    await this.backToGiver(subject.id, at, (acceptance) => acceptance.cancel(at, 'withdrawn'));
  }

  /** A ticket that is only offered still belongs to the giver's department. */
  private async backToGiver(ticketId: string, at: Date, end: (acceptance: Timer) => void): Promise<void> {
    const timers = await this.rows.ofTicket(ticketId);
    const acceptance = timers.open('acceptance');
    if (acceptance) end(acceptance);
    const own = timers.open('department', timers.ticket.ticketDepartmentId);
    if (own) goOn(own, timers, at);
    await this.rows.save(timers.all);
  }
}

function goOn(timer: Timer, { ticket: { status } }: TicketTimers, at: Date): void {
  if (timer.row.pausing.includes(status)) timer.pause(at, status);
  else if (timer.row.state === 'paused') timer.resume(at);
}
