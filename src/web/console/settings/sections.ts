import { ROLES, type RoleKey } from '../../../staff/index.js';

interface Section {
  icon: string;
  roles: readonly RoleKey[];
}

/** What there is to set, and who may look at it. What each may change is decided where it is done. */
const SECTIONS = {
  staff: { icon: 'people', roles: ['admin', 'lead', 'finance_lead'] },
  departments: { icon: 'diagram-3', roles: ['admin'] },
  channels: { icon: 'broadcast', roles: ['admin'] },
  triage: { icon: 'signpost-2', roles: ['admin', 'lead', 'quality'] },
  hours: { icon: 'calendar-week', roles: ['admin', 'lead', 'finance_lead', 'quality'] },
  ladders: { icon: 'ladder', roles: ['admin'] },
  oncall: { icon: 'telephone', roles: ['admin', 'lead'] },
  alerting: { icon: 'megaphone', roles: ['admin'] },
  operations: { icon: 'activity', roles: ['admin'] },
  profile: { icon: 'person', roles: ROLES },
} satisfies Record<string, Section>;

export type SectionKey = keyof typeof SECTIONS;

/** For `@OnlyFor(whoMay('staff'))`. */
export function whoMay(section: SectionKey): RoleKey[] {
  return [...SECTIONS[section].roles];
}

export function sectionsFor(role: RoleKey): { key: SectionKey; icon: string; href: string }[] {
  const keys = Object.keys(SECTIONS) as SectionKey[];
  return keys
    .filter((key) => whoMay(key).includes(role))
    .map((key) => ({
      key,
      icon: SECTIONS[key].icon,
      href: key === 'profile' ? '/profile' : `/settings/${key}`,
    }));
}
