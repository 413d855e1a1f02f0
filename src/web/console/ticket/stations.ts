import type { Wording } from '../../../staff/index.js';
import type { EventRow, TicketRow } from '../../queries/index.js';

export interface Station {
  name: Wording;
  state: 'past' | 'now' | 'offered';
  seconds: number;
}

interface Stay {
  departmentId: string;
  from: Date;
}

export function stationsOf(
  ticket: TicketRow,
  events: EventRow[],
  departments: { id: string; name: Wording }[],
  now: Date,
): Station[] {
  const stays = staysIn(events);
  const over = ticket.closedAt ?? ticket.resolvedAt;
  const end = over ?? now;
  const stood = stays.map(({ departmentId, from }, index): Station => {
    const next = stays[index + 1];
    const seconds = Math.max(0, Math.round(((next?.from ?? end).getTime() - from.getTime()) / 1000));
    return { name: nameOf(departmentId, departments), state: next || over ? 'past' : 'now', seconds };
  });
  return ticket.handoff ? [...stood, { name: ticket.handoff.toName, state: 'offered', seconds: 0 }] : stood;
}

function staysIn(events: EventRow[]): Stay[] {
  return events.flatMap(({ name, at, data }): Stay[] => {
    if (name === 'ticket.opened') return [{ departmentId: String(data.departmentId), from: at }];
    if (name === 'ticket.handoff_accepted') return [{ departmentId: String(data.toDepartmentId), from: at }];
    return [];
  });
}

function nameOf(id: string, departments: { id: string; name: Wording }[]): Wording {
  return departments.find((department) => department.id === id)?.name ?? {};
}
