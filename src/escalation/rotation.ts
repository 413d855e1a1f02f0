import { DateTime } from 'luxon';

/** `id` is present when the substitution has been saved. */
export interface Substitution {
  id?: string;
  memberId: string;
  substituteId: string;
  startsAt: Date;
  endsAt: Date;
}

/**
 * Describes who is on call when: members take turns of `days` days each, from `handover` ("09:00") on `startsOn`
 * ("2026-11-16") on.
 */
export interface Rotation {
  zone: string;
  startsOn: string;
  handover: string;
  days: number;
  memberIds: readonly string[];
  substitutions: readonly Substitution[];
}

/**
 * Returns whose turn it is, followed by those who come next, each once. Substitutes take the place of those they
 * relieve.
 */
export function onCallAt(rotation: Rotation, at: Date): string[] {
  const { memberIds, substitutions } = rotation;
  const first = turnAt(rotation, at);
  const called = memberIds.map((_, index) => memberIds[(first + index) % memberIds.length] ?? '');
  const away = new Map(
    substitutions
      .filter((each) => isDuring(each, at))
      .map(({ memberId, substituteId }) => [memberId, substituteId]),
  );
  return [...new Set(called.map((id) => presentFor(id, away)))];
}

/**
 * A substitute who is away is replaced in turn by a substitute of their own. When that leads round in a circle, nobody
 * is spared.
 */
function presentFor(id: string, away: ReadonlyMap<string, string>): string {
  const relieved = new Set<string>();
  let present = id;
  for (let next = away.get(present); next !== undefined; next = away.get(present)) {
    if (relieved.has(present)) return id;
    relieved.add(present);
    present = next;
  }
  return present;
}

export interface Turn {
  memberId: string;
  from: Date;
  to: Date;
}

/** Returns whose turn it is and the turns that follow, ignoring substitutes. */
export function turnsAhead(rotation: Rotation, at: Date, count: number): Turn[] {
  const { memberIds, days } = rotation;
  const start = startOf(rotation);
  const now = passed(rotation, at);
  return Array.from({ length: count }, (_, index) => {
    const turn = now + index;
    return {
      memberId: memberIds[modulo(turn, memberIds.length)] ?? '',
      from: start.plus({ days: turn * days }).toJSDate(),
      to: start.plus({ days: (turn + 1) * days }).toJSDate(),
    };
  });
}

/** Turns change by the local calendar, so a week with a daylight-saving switch is still one week. */
function turnAt(rotation: Rotation, at: Date): number {
  return modulo(passed(rotation, at), rotation.memberIds.length);
}

/** Returns how many turns have passed; the number is negative before the first. */
function passed(rotation: Rotation, at: Date): number {
  const local = DateTime.fromJSDate(at, { zone: rotation.zone });
  return Math.floor(local.diff(startOf(rotation), 'days').days / rotation.days);
}

function startOf({ startsOn, handover, zone }: Rotation): DateTime {
  return DateTime.fromISO(`${startsOn}T${handover}`, { zone });
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

function isDuring({ startsAt, endsAt }: Substitution, at: Date): boolean {
  return startsAt <= at && at < endsAt;
}
