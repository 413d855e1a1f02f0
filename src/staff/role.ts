import { Invalid } from '../platform/http/index.js';

export const ROLES = ['agent', 'lead', 'finance_clerk', 'finance_lead', 'quality', 'admin'] as const;
export type RoleKey = (typeof ROLES)[number];

/** A lead may invite people into the lead's own departments only. */
export const MAY_INVITE: Record<RoleKey, readonly RoleKey[]> = {
  agent: [],
  lead: ['agent'],
  finance_clerk: [],
  finance_lead: ['finance_clerk'],
  quality: [],
  admin: ROLES,
};

export function roleOf(text: string): RoleKey {
  const role = ROLES.find((known) => known === text);
  if (!role) throw Invalid.field('role', 'unknown');
  return role;
}
