/** Says what somebody does to a case. `case` is its number in the month. */
export interface Act {
  id: number;
  case: number;
  do: Doing;
  /** The act has this type, priority or department. */
  with?: string;
}

export type Doing =
  | 'open'
  | 'reply'
  | 'bot'
  | 'write'
  | 'wait'
  | 'hold'
  | 'resume'
  | 'prioritise'
  | 'reclassify'
  | 'offer'
  | 'accept'
  | 'return'
  | 'withdraw'
  | 'resolve'
  | 'reopen'
  | 'calendar'
  | 'policy';

/** The moment is in milliseconds since the epoch. */
export interface Planned extends Act {
  at: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DAYS = 30;
const TYPES = ['inquiry', 'refund', 'account_theft', 'funds_loss', 'complaint', 'system_fault'];
const PRIORITIES = ['P0', 'P1', 'P2', 'P3'];
const DEPARTMENTS = ['support', 'finance', 'technical'];

/** What comes next to a case is chosen here as often as it stands here. Each act leaves the ticket unfinished. */
const MIDDLE: readonly (readonly Doing[])[] = [
  ['reply'],
  ['reply'],
  ['write', 'reply'],
  ['write', 'bot', 'reply'],
  ['wait', 'resume'],
  ['hold', 'resume'],
  ['hold', 'wait', 'resume'],
  ['prioritise'],
  ['reclassify'],
  ['offer', 'accept'],
  ['offer', 'accept', 'offer', 'accept'],
  ['offer', 'return'],
  ['offer', 'withdraw'],
  ['wait', 'offer', 'accept', 'resume'],
];

export type Random = () => number;

/** Gives the same numbers for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}

/** Plans a month of `cases` in order of time, with two changes of the calendar and one of a policy. */
export function planMonth(start: number, cases: number, random: Random): Planned[] {
  const planned = Array.from({ length: cases }, (_, number) => planCase(number, start, random)).flat();
  const settings = [
    [11, 'calendar'],
    [17, 'policy'],
    [23, 'calendar'],
  ] as const;
  for (const [day, doing] of settings)
    planned.push({ id: 0, case: -1, do: doing, at: start + (day + random()) * DAY });
  return planned.sort((a, b) => a.at - b.at).map((act, id) => ({ ...act, id }));
}

function planCase(number: number, start: number, random: Random): Planned[] {
  const middle = Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(random, MIDDLE)).flat();
  const end: Doing[] = random() < 0.9 ? ['resolve'] : [];
  const again: Doing[] =
    end.length > 0 && random() < 0.25 ? ['reopen', ...pick(random, MIDDLE), 'resolve'] : [];
  let at = start + random() * (DAYS - 1) * DAY;
  return (['open', ...middle, ...end, ...again] as Doing[])
    .map((doing) => {
      const act = { id: 0, case: number, do: doing, with: wordFor(doing, random), at };
      at += gap(random);
      return act;
    })
    .filter((act) => act.at < start + DAYS * DAY);
}

/** Returns minutes, hours or a day, so that some targets are met, some warned of and some missed. */
function gap(random: Random): number {
  return Math.max(1, Math.floor(random() ** 3 * 30 * 60)) * MINUTE + Math.floor(random() * MINUTE);
}

function wordFor(doing: Doing, random: Random): string | undefined {
  if (doing === 'open' || doing === 'reclassify') return pick(random, TYPES);
  if (doing === 'prioritise') return pick(random, PRIORITIES);
  return doing === 'offer' ? pick(random, DEPARTMENTS) : undefined;
}
