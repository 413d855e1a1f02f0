import type { EachTicket } from './each-ticket.js';
import { type Counters, Ids } from './ids.js';
import type { Likeness } from './likeness.js';
import type { Lifetime } from './lifetime.js';
import { GROWN } from './staging.js';
import type { Year } from './year.js';

/** The ticket, its conversation, its customer and the customer's identity all have this id. All times are in milliseconds. */
export interface Template {
  id: number;
  openedAt: number;
  order: string;
  messages: number;
  closedAt: number;
  /** The calendars matter until then. */
  timedUntil: number;
}

export interface Played {
  weeksAgo: number;
  templates: Template[];
  counts: Counters;
}

/** Until then every ticket of the week is closed. */
const ENDS_WITHIN = { weeks: 12 };

/** Plays the tickets of the most usual week, each by a customer of its own, into tables from which they are copied. */
export async function playTemplates(
  each: EachTicket,
  wished: { tickets: number; messages: number; seed: number },
  year: Year,
  likeness: Likeness,
): Promise<Played> {
  const { weeksAgo } = likeness.usual(year);
  const from = year.beginOf(weeksAgo);
  const span = { from, until: year.beginOf(weeksAgo - 1), now: from.plus(ENDS_WITHIN) };
  const ids = Ids.ofTemplates();
  const templates: Template[] = [];
  await each.play(wished, span, { ids, schema: `${GROWN}.`, newShare: 1 }, (ticket) =>
    templates.push(templateOf(ticket)),
  );
  return { weeksAgo, templates, counts: ids.taken() };
}

function templateOf({ id, plot, written, closedAt, timers }: Lifetime): Template {
  const times = timers.rows().flatMap(({ dueAt, endedAt }) => [dueAt, endedAt]);
  return {
    id: Number(id),
    openedAt: plot.openedAt,
    order: plot.words.order!,
    messages: written,
    closedAt: closedAt ?? Infinity,
    timedUntil: Math.max(...times.map((time) => time?.getTime() ?? 0)),
  };
}
