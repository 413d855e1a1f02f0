import { ROLES, type RoleKey } from '../../../staff/index.js';

interface Section {
  group: Group;
  icon: string;
  roles: readonly RoleKey[];
}

const GROUPS = ['people', 'channels', 'work', 'time', 'running', 'own'] as const;
type Group = (typeof GROUPS)[number];

/** These roles may look. Whoever makes a change checks separately who may change it. */
const SECTIONS = {
  staff: { group: 'people', icon: 'people', roles: ['admin', 'lead', 'finance_lead'] },
  sessions: { group: 'people', icon: 'person-lock', roles: ['admin'] },
  'second-factor': { group: 'people', icon: 'shield-lock', roles: ['admin'] },
  departments: { group: 'people', icon: 'diagram-3', roles: ['admin'] },
  providers: { group: 'people', icon: 'key', roles: ['admin'] },
  channels: { group: 'channels', icon: 'broadcast', roles: ['admin'] },
  contact: { group: 'channels', icon: 'hourglass-split', roles: ['admin'] },
  types: { group: 'work', icon: 'ticket-detailed', roles: ['admin'] },
  triage: { group: 'work', icon: 'signpost-2', roles: ['admin', 'lead', 'quality'] },
  refunds: { group: 'work', icon: 'cash-coin', roles: ['admin'] },
  calendars: { group: 'time', icon: 'calendar-week', roles: ['admin', 'lead', 'finance_lead', 'quality'] },
  promises: { group: 'time', icon: 'stopwatch', roles: ['admin', 'lead', 'finance_lead', 'quality'] },
  ladders: { group: 'time', icon: 'ladder', roles: ['admin'] },
  oncall: { group: 'time', icon: 'telephone', roles: ['admin', 'lead'] },
  alerting: { group: 'time', icon: 'megaphone', roles: ['admin'] },
  operations: { group: 'running', icon: 'activity', roles: ['admin'] },
  retention: { group: 'running', icon: 'calendar-x', roles: ['admin'] },
  holds: { group: 'running', icon: 'lock', roles: ['admin'] },
  audit: { group: 'running', icon: 'journal-text', roles: ['admin'] },
  profile: { group: 'own', icon: 'person', roles: ROLES },
} satisfies Record<string, Section>;

export type SectionKey = keyof typeof SECTIONS;

export interface ShownSection {
  key: SectionKey;
  icon: string;
  href: string;
}

export interface SectionGroup {
  key: Group;
  sections: ShownSection[];
}

export function whoMay(section: SectionKey): RoleKey[] {
  return [...SECTIONS[section].roles];
}

export function sectionsFor(role: RoleKey): SectionGroup[] {
  const keys = Object.keys(SECTIONS) as SectionKey[];
  const open = keys.filter((key) => whoMay(key).includes(role));
  return GROUPS.map((group) => ({
    key: group,
    sections: open.filter((key) => SECTIONS[key].group === group).map(shown),
  })).filter(({ sections }) => sections.length > 0);
}

function shown(key: SectionKey): ShownSection {
  return { key, icon: SECTIONS[key].icon, href: key === 'profile' ? '/profile' : `/settings/${key}` };
}
