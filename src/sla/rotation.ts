import { DateTime } from 'luxon';

export interface Substitution {
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
  const present = called.map(
    (id) => substitutions.find((each) => each.memberId === id && isDuring(each, at))?.substituteId ?? id,
  );
  return [...new Set(present)];
}

/** Turns change by the calendar of the zone: a week with a daylight-saving switch is a week. */
function turnAt({ zone, startsOn, handover, days, memberIds }: Rotation, at: Date): number {
  const start = DateTime.fromISO(`${startsOn}T${handover}`, { zone });
  const passed = Math.floor(DateTime.fromJSDate(at, { zone }).diff(start, 'days').days / days);
  return ((passed % memberIds.length) + memberIds.length) % memberIds.length;
}

function isDuring({ startsAt, endsAt }: Substitution, at: Date): boolean {
  return startsAt <= at && at < endsAt;
}
