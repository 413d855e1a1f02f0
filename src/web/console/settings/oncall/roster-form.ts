import { DateTime } from 'luxon';
import type { OnCallRoster, RosterDraft, Substitution } from '../../../../escalation/index.js';
import { isId } from '../../../../platform/text/index.js';
import { idsAt, type Texts, textAt, type Typed } from '../../../forms/index.js';
import { nameIn, randomKey } from '../names.js';

export const NEW_ROSTER = { handover: '09:00', days: '7', memberIds: [] as string[] };

/** The key is made up, so that nobody has to think of one. */
export function draftOf(typed: Typed, key = randomKey('roster')): RosterDraft {
  const text = (path: string) => textAt(typed, path);
  return {
    key,
    name: nameIn(typed),
    departmentId: idAt(text('department')),
    region: text('region') === '' ? null : text('region').toUpperCase().slice(0, 20),
    zone: text('zone'),
    startsOn: text('startsOn'),
    handover: text('handover'),
    days: Number(text('days')),
    memberIds: idsAt(typed, 'memberIds'),
  };
}

export function valuesOf({ region, days, departmentId, ...roster }: OnCallRoster) {
  return { ...roster, department: departmentId ?? '', region: region ?? '', days: String(days) };
}

/** Nobody has the id 0. Without one, the roster is the company's. */
function idAt(text: string): string | null {
  if (text === '') return null;
  return isId(text) ? text : '0';
}

/** Times are in the roster's own time zone. */
export function substitutionOf(
  { memberId, substituteId, startsAt, endsAt }: Texts<'memberId' | 'substituteId' | 'startsAt' | 'endsAt'>,
  zone: string,
): Substitution {
  const at = (local: string) => DateTime.fromISO(local, { zone }).toJSDate();
  return { memberId, substituteId, startsAt: at(startsAt), endsAt: at(endsAt) };
}
