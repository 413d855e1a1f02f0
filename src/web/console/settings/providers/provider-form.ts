import type { GroupRule, Provider, ProviderDraft, RoleKey } from '../../../../staff/index.js';
import { isId } from '../../../../platform/text/index.js';
import { partAt, rowsAt, textAt, textsAt, type Typed } from '../../../forms/index.js';
import { nameIn } from '../names.js';

/** So many empty lines are offered for groups that are not listed yet. */
export const SPARE = 3;

export function draftOf(typed: Typed, kind: string, key = textAt(typed, 'key')): ProviderDraft {
  const settings = partAt(typed, 'settings');
  return {
    key,
    kind,
    name: nameIn(typed),
    settings: textsAt(settings, ...Object.keys(settings)),
    secret: textAt(typed, 'secret'),
    linksByEmail: textAt(typed, 'linksByEmail') === 'yes',
    enabled: textAt(typed, 'enabled') === 'yes',
    groups: rowsAt(typed, 'groups').map(ruleOf),
  };
}

/** Nobody has the id 0, and no role is the empty text. The room says what is wrong with them. */
function ruleOf(typed: Typed): GroupRule {
  const { name, role, department } = textsAt(typed, 'name', 'role', 'department');
  const departmentId = isId(department) ? department : '0';
  return { name, role: role as RoleKey, departmentId: department === '' ? null : departmentId };
}

export function savedOf({ name, settings, linksByEmail, enabled, groups }: Provider) {
  return {
    name,
    settings,
    linksByEmail: linksByEmail ? 'yes' : '',
    enabled: enabled ? 'yes' : '',
    groups: groups.map(({ departmentId, ...rule }) => ({ ...rule, department: departmentId ?? '' })),
  };
}
