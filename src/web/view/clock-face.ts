import { readClock, type ClockState } from '../client/clock-state.js';
import { spell } from '../client/duration.js';
import { sayWhen, type Moment } from './time.helpers.js';

export interface ShownTimer {
  metric: string;
  state: 'running' | 'paused' | 'met' | 'cancelled';
  targetSeconds: number;
  consumedSeconds: number;
  startedAt: Date;
  dueAt: Date | null;
  warnAt: Date | null;
  breachedAt: Date | null;
  pausedReason?: string | null;
  clock?: 'wall' | 'working';
}

export interface ClockFace {
  state: ClockState;
  text: string;
  why: string;
  /** A reason is given only while the timer is paused. */
  reason?: string;
  left: number;
  /** These are milliseconds since 1970. They are missing if nothing ticks. */
  ticks?: { start: number; warn: number; due: number };
}

export function clockFace(timer: ShownTimer, moment: Moment): ClockFace {
  return { ...face(timer, moment), why: why(timer, moment) };
}

function face(timer: ShownTimer, moment: Moment): Omit<ClockFace, 'why'> {
  if (timer.state === 'running' && timer.dueAt) return runningFace(timer, timer.dueAt, moment);
  if (timer.state === 'paused') return pausedFace(timer, moment);
  if (timer.state === 'met' && timer.breachedAt)
    return { state: 'missed', text: moment.t('clock.missed'), left: 0 };
  if (timer.state === 'met') return { state: 'met', text: moment.t('clock.met'), left: 100 };
  if (timer.breachedAt) return { state: 'missed', text: moment.t('clock.broken'), left: 0 };
  return { state: 'cancelled', text: moment.t('clock.cancelled'), left: 0 };
}

function runningFace(timer: ShownTimer, dueAt: Date, moment: Moment): Omit<ClockFace, 'why'> {
  const ticks = {
    start: timer.startedAt.getTime(),
    warn: (timer.warnAt ?? dueAt).getTime(),
    due: dueAt.getTime(),
  };
  const reading = readClock(ticks, moment.now.getTime());
  const span = spell(reading.span, moment.language);
  const text = reading.state === 'breached' ? moment.t('clock.over', { span }) : span;
  return { state: reading.state, text, left: reading.left, ticks };
}

function pausedFace(timer: ShownTimer, moment: Moment): Omit<ClockFace, 'why'> {
  const leftSeconds = timer.targetSeconds - timer.consumedSeconds;
  const left = Math.max(0, Math.round((leftSeconds / timer.targetSeconds) * 100));
  const span = spell(Math.abs(leftSeconds) * 1000, moment.language);
  const text = leftSeconds < 0 ? moment.t('clock.over', { span }) : span;
  return { state: 'paused', text, left, reason: reasonOf(timer, moment) };
}

function reasonOf({ pausedReason }: ShownTimer, { t }: Moment): string {
  return t(`pause.${pausedReason ?? 'on_hold'}`);
}

function why(timer: ShownTimer, moment: Moment): string {
  const { t, language } = moment;
  const promise = t('clock.promise', {
    metric: t(`metric.${timer.metric}`),
    target: spell(timer.targetSeconds * 1000, language),
  });
  const working = timer.clock === 'working' ? t('clock.working') : '';
  if (timer.state === 'paused') {
    return promise + working + t('clock.why_paused', { reason: reasonOf(timer, moment) });
  }
  if (!timer.dueAt) return promise + working;
  return promise + working + t('clock.why_due', { due: sayWhen(timer.dueAt, moment) });
}
