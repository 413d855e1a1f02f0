import type { RefundView } from '../../../refunds/index.js';
import type { TimerView } from '../../../sla/index.js';
import { isFinished } from '../../../tickets/index.js';
import type { SaidRow, TimedTicket } from '../../queries/index.js';
import type { Speech } from '../../view/index.js';
import { nextClock } from './next-clock.js';

export interface Headline {
  what: string;
  who: string;
  timer: TimerView | null;
}

interface Known {
  refund: RefundView | null;
  said: SaidRow[];
}

export function headlineOf(ticket: TimedTicket, known: Known, speech: Speech): Headline {
  return {
    what: what(ticket, known, speech),
    who: who(ticket, known, speech),
    timer: clockOf(ticket),
  };
}

function what(ticket: TimedTicket, { refund, said }: Known, { t, local, money }: Speech): string {
  if (isFinished(ticket.status)) return t(`now.${ticket.status}`);
  if (ticket.handoff) return t('now.accept', { department: local(ticket.handoff.toName) });
  if (ticket.status === 'waiting_on_customer') return t('now.waiting_on_customer');
  if (ticket.status === 'on_hold')
    return t('now.on_hold', { reason: said.findLast(({ kind }) => kind === 'hold')?.text });
  if (refund?.state === 'requested' || refund?.state === 'approved') {
    // Only finance decides and pays, and perhaps does not even see a ticket that it never had.
    const elsewhere = ticket.department === 'finance' ? '' : '_elsewhere';
    return t(`now.refund_${refund.state}${elsewhere}`, { amount: money(refund.amount, refund.currency) });
  }
  if (ticket.assignee === null) return t('now.claim');
  if (awaitsWord(ticket)) return t('now.answer', { name: ticket.customer.name });
  return t(ticket.type === 'refund' && ticket.department === 'finance' ? 'now.refund' : 'now.solve');
}

function who(ticket: TimedTicket, { refund, said }: Known, { t, local }: Speech): string {
  const department = local(ticket.departmentName);
  if (isFinished(ticket.status)) {
    const name = said.findLast(({ kind }) => kind === 'resolution')?.author;
    return name ? t('now.who_resolved', { department, name }) : department;
  }
  if (ticket.handoff)
    return t('now.who_offered', { department: local(ticket.handoff.toName), from: department });
  if (ticket.status === 'waiting_on_customer') return ticket.customer.name;
  if (refund?.state === 'requested')
    return t('now.who_approves', { department, name: refund.requestedBy.name });
  return `${department} · ${ticket.assignee?.name ?? t('ticket.unassigned')}`;
}

/** An offered ticket waits for its acceptance, whatever other timers run. */
function clockOf({ handoff, timers }: TimedTicket): TimerView | null {
  const acceptance =
    handoff && timers.find(({ metric, state }) => metric === 'acceptance' && state === 'running');
  return acceptance || nextClock(timers);
}

function awaitsWord({ timers }: TimedTicket): boolean {
  return timers.some(({ metric, state }) => /_response$/.test(metric) && state === 'running');
}
