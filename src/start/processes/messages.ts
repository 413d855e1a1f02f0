import type { Numbers } from '../../platform/http/index.js';

/** What the first process says to one that it forked. */
export type Order =
  | { say: 'serve'; databaseUrl: string; leads: boolean; isStart: boolean }
  | { say: 'count' }
  | { say: 'all-counted'; text: string };

/** What a forked process says to the first. What it is told before `here` is lost. */
export type Report =
  | { say: 'here' }
  | { say: 'ready'; banner: string }
  | { say: 'counted'; numbers: Numbers }
  | { say: 'count-all' };
