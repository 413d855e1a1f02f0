import { describe, expect, it } from 'vitest';
import type { EventRow, TicketRow } from '../../src/web/queries/index.js';
import { stationsOf } from '../../src/web/console/ticket/stations.js';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 2, minute));
const DESKS = [
  { id: '1', name: { en: 'After-sales' } },
  { id: '2', name: { en: 'Finance' } },
];
const EVENTS = [
  { name: 'ticket.opened', at: at(0), data: { departmentId: '1' } },
  { name: 'ticket.handoff_accepted', at: at(5), data: { toDepartmentId: '2' } },
] as unknown as EventRow[];
const way = (ticket: Partial<TicketRow>) =>
  stationsOf(ticket as TicketRow, EVENTS, DESKS, at(30)).map(({ state, seconds }) => ({ state, seconds }));

describe('the way of a ticket', () => {
  it('the way of a ticket ends at the department where it is now', () => {
    expect(way({})).toEqual([
      { state: 'past', seconds: 300 },
      { state: 'now', seconds: 1500 },
    ]);
  });

  it('the way of a finished ticket ends, because nobody has it any more', () => {
    expect(way({ resolvedAt: at(20), closedAt: at(20) })).toEqual([
      { state: 'past', seconds: 300 },
      { state: 'past', seconds: 900 },
    ]);
  });
});
