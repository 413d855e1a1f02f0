import { Injectable } from '@nestjs/common';
import { type AlarmKind, type AlarmMap, Alarms, type StandingAlarm } from '../../../platform/alarms/index.js';
import { explainReason } from '../../../platform/words/index.js';
import type { Member } from '../../../staff/index.js';
import type { Speech } from '../../view/index.js';

/** Only administrators can follow `href`. */
export interface AlarmLine {
  id: string;
  kind: AlarmKind;
  since: Date;
  text: string;
  todo?: string;
  href?: string;
}

type Worded = Pick<AlarmLine, 'text' | 'todo' | 'href'>;

/** A room that raises a new kind of alarm adds its line here. */
const WORDING: { [K in AlarmKind]: (data: AlarmMap[K], speech: Speech) => Worded } = {
  'account.quiet': ({ account, name, last }, { t, language, zone }) => ({
    text: t('alarm.account_quiet', { name, since: at(last, { language, zone }) }),
    todo: t('alarm.account_quiet_todo'),
    href: `/settings/channels/${account}`,
  }),
  'account.clock': ({ account, name, aheadS }, { t }) => ({
    text: t(`alarm.account_clock_${aheadS > 0 ? 'ahead' : 'behind'}`, { name, seconds: Math.abs(aheadS) }),
    todo: t('alarm.account_clock_todo'),
    href: `/settings/channels/${account}`,
  }),
  'account.broken': ({ account, name, reason }, speech) => ({
    text: speech.t('alarm.account_broken', { name, reason: explainReason(reason, speech) }),
    todo: speech.t('alarm.account_broken_todo'),
    href: `/settings/channels/${account}`,
  }),
  'account.ability_refused': ({ account, name, ability, reason }, speech) => ({
    text: speech.t('alarm.ability_refused', {
      name,
      ability: speech.t(`channels.ability.${ability}`),
      reason: explainReason(reason, speech),
    }),
    todo: speech.t('alarm.ability_refused_todo'),
    href: `/settings/channels/${account}#abilities`,
  }),
  'account.template_refused': ({ account, name, templateId, purpose, field, reason }, speech) => ({
    text: speech.t(field ? 'alarm.template_field_refused' : 'alarm.template_refused', {
      name,
      templateId,
      field,
      purpose: speech.t(`purpose.${purpose}`),
      reason: explainReason(reason, speech),
    }),
    todo: speech.t('alarm.template_refused_todo'),
    href: `/settings/channels/${account}#templates`,
  }),
  'audit.broken': ({ id, fault }, { t }) => ({
    text: t(`alarm.audit_${fault}`, { id }),
    todo: t('alarm.audit_broken_todo'),
    href: '/settings/audit',
  }),
  'backup.old': ({ last, every }, { t, language, zone }) => ({
    text: last
      ? t('alarm.backup_old', { since: at(last, { language, zone }), every })
      : t('alarm.backup_never', { every }),
    todo: t('alarm.backup_old_todo'),
    href: '/settings/operations/backups',
  }),
  'reports.differed': ({ tickets, sums }, { t }) => ({
    text: t('alarm.reports_differed', { tickets, sums }),
    todo: t('alarm.reports_differed_todo'),
  }),
  'disk.low': ({ folder, freeMb }, { t }) => ({
    text: t('alarm.disk_low', { folder, free: freeMb }),
    todo: t('alarm.disk_low_todo'),
  }),
};

@Injectable()
export class AlarmLines {
  constructor(private readonly alarms: Alarms) {}

  async shownTo({ role, isAdmin }: Member, speech: Speech): Promise<AlarmLine[]> {
    if (!isAdmin && role !== 'lead') return [];
    const standing = await this.alarms.standing();
    return standing.map((alarm) => {
      const { href, ...words } = worded(alarm, speech);
      const { id, kind, since } = alarm;
      return { id, kind, since, ...words, ...(isAdmin && href ? { href } : {}) };
    });
  }
}

function at(instant: string, { language, zone }: Pick<Speech, 'language' | 'zone'>): string {
  const shown = {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  } as const;
  return new Intl.DateTimeFormat(language, { ...shown, hourCycle: 'h23' }).format(new Date(instant));
}

function worded<K extends AlarmKind>({ kind, data }: StandingAlarm<K>, speech: Speech): Worded {
  return WORDING[kind](data, speech);
}
