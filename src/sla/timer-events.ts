import type { Draft } from '../platform/events/index.js';
import type { TimerFacts } from './sla.events.js';
import type { Happening, Timer } from './timer.js';

export function told(timers: Timer[], started: ReadonlySet<Timer>): Draft[] {
  return timers.flatMap((timer) => {
    const happened = timer.happened.splice(0).map((happening) => draft(timer, happening));
    return started.has(timer) ? [start(timer), ...happened] : happened;
  });
}

function draft(timer: Timer, { name, at, dueAt, data }: Happening): Draft {
  return { name, subject: subject(timer), data: { ...facts(timer, at, dueAt), ...data } };
}

function start(timer: Timer): Draft {
  const begun = timer.begun ?? timer.row;
  const { policyId, policyVersion, calendarVersionId, targetSeconds, warnAfter } = begun;
  const { consumedMs, warned, breachedAt, pausedReason, replaces } = begun;
  return {
    name: 'sla.timer_started',
    subject: subject(timer),
    data: {
      ...facts(timer, begun.startedAt, begun.dueAt),
      policyId,
      policyVersion,
      calendarVersionId,
      targetSeconds,
      warnAfter,
      consumedSeconds: consumedMs / 1000,
      warned,
      breachedAt: breachedAt?.toISOString() ?? null,
      replaces,
      pausedReason,
      ...(timer.cause && { cause: timer.cause }),
    },
  };
}

function facts({ row }: Timer, at: Date, dueAt: Date | null): TimerFacts {
  const { number, metric, key, departmentId, version } = row;
  const timerId = row.id ?? unsaved();
  return {
    number,
    timerId,
    metric,
    ...(key && { key }),
    departmentId,
    version,
    dueAt: dueAt?.toISOString() ?? null,
    at: at.toISOString(),
  };
}

function subject({ row }: Timer): Draft['subject'] {
  return { type: 'ticket', id: row.ticketId };
}

function unsaved(): never {
  throw new Error('a timer is saved before its events are recorded');
}
