import type { Stage } from '../../tickets/index.js';
import type { TrackedCase } from './tracking.queries.js';

export interface Step {
  key: string;
  state: 'done' | 'now' | 'next';
}

const ORDINARY = ['received', 'working', 'solved'];
const REFUND = ['received', 'working', 'review', 'payment', 'refunded'];
const DECLINED = ['received', 'working', 'review', 'declined'];
const FINISHED: Stage[] = ['resolved', 'closed', 'refunded'];
const REVIEWED: Record<string, number> = { requested: 2, approved: 3, paying: 3, rejected: 3 };

export function stepsOf(tracked: Pick<TrackedCase, 'isRefund' | 'stage' | 'refund'>): Step[] {
  const { stage, refund } = tracked;
  const way = wayOf(tracked);
  if (FINISHED.includes(stage)) return way.map((key) => ({ key, state: 'done' }));
  const now = reached(stage, refund?.state);
  return way.map((key, index) => ({ key, state: stateAt(index, now) }));
}

function stateAt(index: number, now: number): Step['state'] {
  if (index === now) return 'now';
  return index < now ? 'done' : 'next';
}

/** A refund request that was solved without a refund took the ordinary way. */
function wayOf({ isRefund, stage, refund }: Pick<TrackedCase, 'isRefund' | 'stage' | 'refund'>): string[] {
  if (refund?.state === 'rejected') return DECLINED;
  if (refund) return REFUND;
  return isRefund && !FINISHED.includes(stage) ? REFUND : ORDINARY;
}

function reached(stage: Stage, refundState: string | undefined): number {
  if (stage === 'received') return 0;
  return REVIEWED[refundState ?? ''] ?? 1;
}
