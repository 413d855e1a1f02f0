import type { Account } from './account.js';

export interface Lowered {
  command: string;
  args: string[];
  uid?: number;
  gid?: number;
}

/**
 * Node can change the user, but only `setpriv` of util-linux can keep one capability. Without
 * `no_setuid_fixup`, access(2) would ignore the capability when PostgreSQL looks for its own files.
 */
export function lowered(account: Account, command: string, args: string[]): Lowered {
  const { uid, gid, capability } = account;
  if (capability === undefined) return { command, args, uid, gid };
  const only = `-all,+${capability}`;
  const rights = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--securebits=+no_setuid_fixup'];
  const sets = [`--inh-caps=${only}`, `--ambient-caps=${only}`, `--bounding-set=${only}`];
  return { command: 'setpriv', args: [...rights, ...sets, '--', command, ...args] };
}
