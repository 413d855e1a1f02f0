import type { FieldFault } from '../../platform/http/index.js';
import { ROLES, type RoleKey } from '../role.js';

/** Whoever belongs to this group of a provider has this role, and works in this department. */
export interface GroupRule {
  name: string;
  role: RoleKey;
  departmentId: string | null;
}

export interface Grant {
  role: RoleKey;
  departmentIds: string[];
}

const LONGEST_NAME = 200;
const MOST_RULES = 200;

/** The first rule that fits gives the role, and all that fit give departments. Undefined where none fits. */
export function grantOf(rules: readonly GroupRule[], groups: readonly string[]): Grant | undefined {
  const fitting = rules.filter(({ name }) => groups.includes(name));
  const departmentIds = fitting.flatMap(({ departmentId }) => departmentId ?? []);
  return fitting[0] && { role: fitting[0].role, departmentIds: [...new Set(departmentIds)] };
}

/** A rule without a name and a department is an empty line of the form, which means nothing. */
export function isEmptyRule({ name, departmentId }: GroupRule): boolean {
  return name === '' && departmentId === null;
}

export function faultsOfRules(rules: readonly GroupRule[], departmentIds: readonly string[]) {
  const faults: Record<string, FieldFault | undefined> = {};
  if (rules.length > MOST_RULES) faults.groups = `too_many_entries:${MOST_RULES}`;
  rules.forEach((rule, place) => {
    if (isEmptyRule(rule)) return;
    const { name, role, departmentId } = rule;
    const isTwice = rules.findIndex((one) => one.name === name && one.departmentId === departmentId) < place;
    if (name === '') faults[`groups.${place}.name`] = 'required';
    else if (name.length > LONGEST_NAME) faults[`groups.${place}.name`] = `too_long:${LONGEST_NAME}`;
    else if (isTwice) faults[`groups.${place}.name`] = 'twice';
    if (!ROLES.includes(role)) faults[`groups.${place}.role`] = 'unknown';
    if (departmentId !== null && !departmentIds.includes(departmentId))
      faults[`groups.${place}.department`] = 'unknown';
  });
  return faults;
}
