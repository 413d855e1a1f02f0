import { DateTime } from 'luxon';

export interface Substitution {
  id?: string;
  memberId: string;
  substituteId: string;
  startsAt: Date;
  endsAt: Date;
}

/** Members take turns of `days` days each, from `handover` ("09:00") on `startsOn` ("2026-11-16") on. */
export interface Rotation {
  zone: string;
  startsOn: string;
  handover: string;
  days: number;
  memberIds: readonly string[];
  substitutions: readonly Substitution[];
}

/**
 * The member whose turn it is comes first, then the next ones. Substitutes take the place of those they
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
 * A substitute who is away has a substitute too. If this leads back to the first member, that member is
 * called.
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

/** Turns change by the local calendar, so a week in which clocks change is still one week. */
function turnAt(rotation: Rotation, at: Date): number {
  return modulo(passed(rotation, at), rotation.memberIds.length);
}

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
