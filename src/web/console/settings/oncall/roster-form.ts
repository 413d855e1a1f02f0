import { DateTime } from 'luxon';
import type { OnCallRoster, RosterDraft, Substitution } from '../../../../sla/index.js';
import { idsAt, type Texts, textAt, type Typed } from '../../../forms/index.js';
import { nameIn, randomKey } from '../names.js';

/** A roster as its form has it. */
export const NEW_ROSTER = { zone: 'Asia/Shanghai', handover: '09:00', days: '7', memberIds: [] as string[] };

/** Nobody has to think of a key. */
export function draftOf(typed: Typed, key = randomKey('roster')): RosterDraft {
  const text = (path: string) => textAt(typed, path);
  return {
    key,
    name: nameIn(typed),
    region: text('region') === '' ? null : text('region').toUpperCase().slice(0, 20),
    zone: text('zone'),
    startsOn: text('startsOn'),
    handover: text('handover'),
    days: Number(text('days')),
    memberIds: idsAt(typed, 'memberIds'),
  };
}

export function valuesOf({ region, days, ...roster }: OnCallRoster) {
  return { ...roster, region: region ?? '', days: String(days) };
}

/** Times as the roster's own zone has them. */
export function substitutionOf(
  { memberId, substituteId, startsAt, endsAt }: Texts<'memberId' | 'substituteId' | 'startsAt' | 'endsAt'>,
  zone: string,
): Substitution {
  const at = (local: string) => DateTime.fromISO(local, { zone }).toJSDate();
  return { memberId, substituteId, startsAt: at(startsAt), endsAt: at(endsAt) };
}
