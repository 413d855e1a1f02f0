import { DateTime } from 'luxon';
import { randomBytes } from 'node:crypto';
import { AppError } from '../../../../platform/http/index.js';
import type { OnCallRoster, RosterDraft, Substitution } from '../../../../escalation/index.js';
import type { FormState } from '../../form-state.js';
import { type Sent, textsOf } from '../../typed.js';
import { idsOf } from '../typed-list.js';

const FIELDS = ['zh', 'en', 'region', 'zone', 'startsOn', 'handover', 'days'] as const;

export const NEW_ROSTER = { handover: '09:00', days: '7', memberIds: [] as string[] };

export interface TypedRoster extends Record<(typeof FIELDS)[number], string> {
  memberIds: string[];
}

export function typedRoster(sent: Sent): TypedRoster {
  return { ...textsOf(sent, FIELDS), memberIds: idsOf(sent, 'memberIds') };
}

/** Nobody has to think of a key. */
export function draftOf(typed: TypedRoster, key = newKey('roster')): RosterDraft {
  const { zh, en, region, zone, startsOn, handover, days, memberIds } = typed;
  return {
    ...{ key, zone: zone.trim(), startsOn, handover, days: Number(days) },
    name: namesOf(zh, en),
    region: region.trim() === '' ? null : region.trim().toUpperCase().slice(0, 20),
    memberIds: [...new Set(memberIds)],
  };
}

export function valuesOf({ name, region, days, ...roster }: OnCallRoster) {
  return { ...roster, zh: name['zh-CN'], en: name.en, region: region ?? '', days: String(days) };
}

/** Times as the roster's own zone has them. */
export function substitutionOf(sent: Sent, zone: string): Substitution {
  const { memberId, substituteId, from, to } = textsOf(sent, ['memberId', 'substituteId', 'from', 'to']);
  const at = (local: string) => DateTime.fromISO(local, { zone }).toJSDate();
  return { memberId, substituteId, startsAt: at(from), endsAt: at(to) };
}

/** A name in one language is a name in both. */
export function namesOf(zh: string, en: string): { 'zh-CN': string; en: string } {
  const names = [zh, en].map((one) => one.trim().slice(0, 80));
  return { 'zh-CN': names[0] || names[1] || '', en: names[1] || names[0] || '' };
}

export function newKey(kind: string): string {
  return `${kind}_${randomBytes(4).toString('hex')}`;
}

/** The form again with each fault beside its field, as a code `<prefix>_<fault>`; what nobody can mend is thrown on. */
export function faulty(error: unknown, values: object, prefix: string): { status: number; form: FormState } {
  if (!(error instanceof AppError)) throw error;
  const fields = Object.entries((error.details.fields ?? {}) as Record<string, string>);
  const errors = Object.fromEntries(
    fields.map(([field, fault]) => [field === 'name' ? 'zh' : field, `${prefix}_${fault}`]),
  );
  const whole = fields.length === 0 ? { error: error.code } : {};
  return { status: error.status, form: { values, errors, ...whole } };
}
