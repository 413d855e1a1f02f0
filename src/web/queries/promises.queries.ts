import { Injectable } from '@nestjs/common';
import { type Explanation, Explanations, type Stretch } from '../../sla/index.js';
import type { Member } from '../../staff/index.js';
import { Database, sql } from '../../platform/database/index.js';
import {
  ID,
  limitOf,
  NotFound,
  type Page,
  pageOf,
  type PageRequest,
  readCursor,
} from '../../platform/http/index.js';
import { VisibleTickets } from './visible-tickets.js';

/** `note` is what was written when the ticket was put on hold. */
export type NotedStretch = Stretch & { note: string | null };
export type ExplainedPromise = Omit<Explanation, 'stretches'> & { stretches: NotedStretch[] };

interface Hold {
  reason: string;
  heldAt: Date;
  endedAt: Date | null;
}

/** A hold and the pause that it causes are written in one transaction, some milliseconds apart. */
const SAME_MOMENT_MS = 2_000;

@Injectable()
export class PromiseQueries {
  constructor(
    private readonly database: Database,
    private readonly tickets: VisibleTickets,
    private readonly explanations: Explanations,
  ) {}

  async ofTicket(member: Member, number: string, page: PageRequest): Promise<Page<ExplainedPromise>> {
    const ticketId = await this.tickets.idOf(member, number);
    const limit = limitOf(page.limit);
    const after = readCursor(page.cursor, ID)?.[0];
    const rows = await this.explanations.ofTicket(ticketId, { after, limit: limit + 1 });
    const { data, next } = pageOf(rows, limit, ({ id }) => [id]);
    return { data: await this.noted(ticketId, data), next };
  }

  /** The newest version comes first. */
  async line(member: Member, number: string, timerId: string): Promise<ExplainedPromise[]> {
    const ticketId = await this.tickets.idOf(member, number);
    const line = ID.test(timerId) ? await this.explanations.line(ticketId, timerId) : [];
    if (line.length === 0) throw new NotFound('timer_not_found');
    return this.noted(ticketId, line);
  }

  private async noted(ticketId: string, promises: Explanation[]): Promise<ExplainedPromise[]> {
    const holds = await this.database.rows<Hold>(
      sql`select reason, held_at, ended_at from hold where ticket_id = ${ticketId} order by id desc`,
    );
    return promises.map((promise) => ({
      ...promise,
      stretches: promise.stretches.map((stretch) => ({ ...stretch, note: noteOf(stretch, holds) })),
    }));
  }
}

/** Returns the reason of the newest hold that began with the pause or was in force when it began. */
function noteOf(stretch: Stretch, holds: Hold[]): string | null {
  if (stretch.kind !== 'paused' || stretch.reason !== 'on_hold') return null;
  const from = stretch.from.getTime();
  const hold = holds.find(
    ({ heldAt, endedAt }) =>
      heldAt.getTime() <= from + SAME_MOMENT_MS && (endedAt === null || endedAt.getTime() > from),
  );
  return hold?.reason ?? null;
}
