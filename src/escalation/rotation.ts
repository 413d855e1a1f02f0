import { DateTime } from 'luxon';

/** `id` where it is kept already. */
export interface Substitution {
  id?: string;
  memberId: string;
  substituteId: string;
  startsAt: Date;
  endsAt: Date;
}

/** Who is called when: each in turn for `days` days, from `handover` ("09:00") of `startsOn` ("2026-11-16") on. */
export interface Rotation {
  zone: string;
  startsOn: string;
  handover: string;
  days: number;
  memberIds: readonly string[];
  substitutions: readonly Substitution[];
}

/** Whose turn it is, and after that who comes next, each once; substitutes stand in the place of those they relieve. */
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

/** A substitute who is away too has one in turn; where that leads round, nobody is spared. */
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

/** Whose turn it is and the following ones, without substitutes. */
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

/** Turns change by the calendar of the zone: a week with a daylight-saving switch is a week. */
function turnAt(rotation: Rotation, at: Date): number {
  return modulo(passed(rotation, at), rotation.memberIds.length);
}

/** How many turns have gone by; negative before the first. */
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
